import type { DaemonProgram, MasterPassword } from '../daemon-program.port.js';
import { keepHeapSmall } from '../small-heap.js';
import type { Terminal } from '../terminal.port.js';
import { UsageError } from '../usage-error.js';

export interface StartFlags {
  readonly dataDir?: string;
  readonly port?: string;
  readonly host?: string;
  readonly config?: string;
  readonly prompt?: true;
}

const SETTING_OF_FLAG = { port: 'daemon.port', host: 'daemon.hostname' } as const;

function overridesOf(flags: StartFlags): Record<string, string> {
  const pairs = Object.entries(SETTING_OF_FLAG).map(([flag, key]) => [key, flags[flag as keyof typeof SETTING_OF_FLAG]]);
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined)) as Record<string, string>;
}

export async function choosePassword(
  flags: Pick<StartFlags, 'prompt'>,
  fromEnvironment: string | undefined,
  terminal: Terminal,
): Promise<MasterPassword | undefined> {
  const isInEnvironment = fromEnvironment !== undefined && fromEnvironment !== '';
  if (flags.prompt === true) {
    if (isInEnvironment) throw new UsageError('--prompt and WAIAAS_MASTER_PASSWORD exclude each other');
    return { kind: 'prompt', value: await terminal.readSecret('Master password: ') };
  }
  return isInEnvironment ? { kind: 'environment', value: fromEnvironment } : undefined;
}

/** Runs the daemon in this process until a signal asks it to end. */
export async function runStart(
  flags: StartFlags,
  context: {
    readonly password: string | undefined;
    readonly terminal: Terminal;
    readonly loadDaemon: () => Promise<DaemonProgram>;
  },
): Promise<void> {
  keepHeapSmall();
  const { terminal } = context;
  const password = await choosePassword(flags, context.password, terminal);
  // Listened for from here on: a signal during a slow start ends it in order too.
  const stopped = terminal.untilStopped();
  const { startDaemon } = await context.loadDaemon();
  const daemon = await startDaemon({
    overrides: overridesOf(flags),
    print: (line) => terminal.print(line),
    ...(flags.dataDir === undefined ? {} : { dataDir: flags.dataDir }),
    ...(flags.config === undefined ? {} : { configFile: flags.config }),
    ...(password === undefined ? {} : { password }),
  });
  await stopped;
  await daemon.close();
}
