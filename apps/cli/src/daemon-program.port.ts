export type MasterPassword = { readonly kind: 'prompt' | 'environment'; readonly value: string };

export interface StartOptions {
  readonly dataDir?: string;
  /** Setting key to value: what flags say outranks file and environment. */
  readonly overrides: Readonly<Record<string, string>>;
  readonly password?: MasterPassword;
  readonly configFile?: string;
  /** Takes the lines for the person at the terminal. */
  readonly print: (line: string) => void;
}

export interface RunningDaemon {
  /** Lets requests and workers end, then stops. */
  close(): Promise<void>;
}

export interface AuditVerifyOptions {
  readonly exportFile: string | undefined;
  readonly dataDir: string | undefined;
  readonly configFile: string | undefined;
  /** `ID:HASH` or a file. */
  readonly anchor: string | undefined;
}

export interface AuditReport {
  readonly ok: boolean;
  readonly checked: number;
  readonly firstId: number | null;
  readonly lastId: number | null;
  readonly lastHash: string | null;
  readonly brokenAt: number | null;
  readonly checkpoints: number;
  readonly publicKey: string | null;
  readonly anchor: { readonly id: number; readonly hash: string } | null;
}

/** What the command line needs of the daemon; loaded only by the commands that run it. */
export interface DaemonProgram {
  readonly startDaemon: (options: StartOptions) => Promise<RunningDaemon>;
  readonly verifyAudit: (options: AuditVerifyOptions) => Promise<AuditReport>;
}
