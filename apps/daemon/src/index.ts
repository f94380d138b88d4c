export { resolveDataDirectory, startDaemon } from './start-daemon.js';
export { restoreBackup } from './modules/backup/offline-restore.js';
export type { RestoreOptions, RestoreReport } from './modules/backup/offline-restore.js';
export { verifyAudit } from './modules/audit/offline-verification.js';
export type { AuditReport, AuditVerifyOptions } from './modules/audit/offline-verification.js';
export { describeInstallation } from './config/installation.js';
export type { ConfiguredEndpoint, Installation, InstallationOptions } from './config/installation.js';
export { checkDatabase } from './infra/prisma/database-check.js';
export type { RunningDaemon, StartOptions } from './start-daemon.js';
