export { resolveDataDirectory, startDaemon } from './start-daemon.js';
export { verifyAudit } from './modules/audit/offline-verification.js';
export type { AuditReport, AuditVerifyOptions } from './modules/audit/offline-verification.js';
export type { RunningDaemon, StartOptions } from './start-daemon.js';
