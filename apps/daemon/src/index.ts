export { resolveDataDirectory, startDaemon } from './start-daemon.js';
export type { RunningDaemon, StartOptions } from './start-daemon.js';
