/** Backups (api.md §13). Times are ISO 8601 here. */
export interface BackupResponse {
  path: string;
  filename: string;
  /** Bytes. */
  size: number;
  created_at: string;
  daemon_version: string;
  schema_version: number;
  file_count: number;
}

export interface BackupsResponse {
  /** Newest first. */
  backups: BackupResponse[];
  total: number;
  retention_count: number;
}

export interface VerifyBackupRequest {
  filename: string;
}

export interface VerifyBackupResponse {
  ok: boolean;
  checks: { name: string; ok: boolean }[];
  created_at: string;
  schema_version: number;
}
