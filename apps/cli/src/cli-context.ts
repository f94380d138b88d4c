import type { DaemonProgram } from './daemon-program.port.js';
import type { Terminal } from './terminal.port.js';

/** What the environment held when the process started. */
export interface CliEnvironment {
  /** `WAIAAS_MASTER_PASSWORD` */
  readonly password: string | undefined;
  /** `WAIAAS_DATA_DIR` */
  readonly dataDirectory: string | undefined;
  /** `WAIAAS_PROXY_DIR` */
  readonly proxyDirectory?: string | undefined;
  /** `WAIAAS_PROXY_CA_DIR` */
  readonly proxyCaDirectory?: string | undefined;
  /** All of it, the password excepted. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
}

export interface CliContext {
  readonly version: string;
  readonly environment: CliEnvironment;
  readonly terminal: Terminal;
  readonly loadDaemon: () => Promise<DaemonProgram>;
}
