import type { Command } from 'commander';
import type { DaemonProgram, MasterPassword, RestoreReport } from '../daemon-program.port.js';
import type { Terminal } from '../terminal.port.js';

interface RestoreFlags {
  readonly dataDir?: string;
  readonly config?: string;
  readonly prompt?: true;
}

export interface RestoreContext {
  readonly terminal: Terminal;
  readonly loadDaemon: () => Promise<DaemonProgram>;
  readonly choosePassword: (flags: { readonly prompt?: true }) => Promise<MasterPassword | undefined>;
}

export function addRestoreCommand(program: Command, context: RestoreContext): void {
  program
    .command('restore')
    .description('put a backup in the place of the database; the daemon must be stopped')
    .argument('<archive>', 'a file of the backups folder')
    .option('--data-dir <directory>', 'data directory to restore into')
    .option('-c, --config <file>', 'settings file')
    .option('--prompt', 'ask for the master password of the time of the backup')
    .action((archive: string, flags: RestoreFlags) => runRestore(archive, flags, context));
}

async function runRestore(archive: string, flags: RestoreFlags, context: RestoreContext): Promise<void> {
  const password = await context.choosePassword(flags);
  const { restoreBackup } = await context.loadDaemon();
  const report = await restoreBackup({
    ...{ archive, dataDir: flags.dataDir, configFile: flags.config },
    ...(password === undefined ? {} : { password }),
  });
  describe(report).forEach((line) => context.terminal.print(line));
}

function describe({ databaseFile, createdAt, daemonVersion, keptIn, isConfigRestored }: RestoreReport): readonly string[] {
  return [
    `restored: ${databaseFile}, as it was at ${createdAt} (version ${daemonVersion})`,
    ...(keptIn === null ? [] : [`what was there before: ${keptIn}`]),
    ...(isConfigRestored ? ['config.toml was restored too'] : []),
    'The daemon starts SUSPENDED: all sessions have ended, nothing that was open is ever signed again, every limit counts as used.',
    'Never start the old one again. When you have looked it through: POST /v1/admin/recover',
  ];
}
