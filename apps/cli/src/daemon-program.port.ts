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

export interface EndpointFacts {
  readonly network: string;
  readonly chain: 'ethereum' | 'solana';
  readonly url: string;
  /** A chain id in decimal, or the first characters of a genesis hash. */
  readonly identity: string;
}

export interface InstallationFacts {
  readonly dataDirectory: string;
  readonly port: number;
  readonly databaseFile: string;
  readonly secretFiles: readonly string[];
  readonly passwordFile: string | null;
  readonly endpoints: readonly EndpointFacts[];
  readonly rpcTimeoutMs: number;
  readonly inContainer: boolean;
}

export interface RestoreOptions {
  readonly archive: string;
  readonly dataDir: string | undefined;
  readonly configFile: string | undefined;
  readonly password?: MasterPassword;
}

export interface RestoreReport {
  readonly databaseFile: string;
  readonly createdAt: string;
  readonly daemonVersion: string;
  readonly keptIn: string | null;
  readonly isConfigRestored: boolean;
}

/** What the command line needs of the daemon; loaded only by the commands that run it. */
export interface DaemonProgram {
  readonly startDaemon: (options: StartOptions) => Promise<RunningDaemon>;
  readonly restoreBackup: (options: RestoreOptions) => Promise<RestoreReport>;
  readonly verifyAudit: (options: AuditVerifyOptions) => Promise<AuditReport>;
  readonly describeInstallation: (options: {
    readonly dataDir?: string | undefined;
    readonly configFile?: string | undefined;
  }) => InstallationFacts;
  /** Undefined where there is no such file. */
  readonly checkDatabase: (file: string) => readonly string[] | undefined;
}
