import type { Command } from 'commander';
import type { AuditReport, DaemonProgram } from '../daemon-program.port.js';
import type { Terminal } from '../terminal.port.js';

interface VerifyFlags {
  readonly dataDir?: string;
  readonly config?: string;
  readonly anchor?: string;
  readonly json?: true;
}

export interface AuditContext {
  readonly terminal: Terminal;
  readonly loadDaemon: () => Promise<DaemonProgram>;
}

/** The chain is not what was written: the program ends with a failure, whatever was printed. */
class BrokenChainError extends Error {
  override readonly name = 'BrokenChainError';
}

export function addAuditCommands(program: Command, context: AuditContext): void {
  program
    .command('audit')
    .description('the chain of evidence')
    .command('verify')
    .description('check every row of the audit chain, without the daemon')
    .argument('[export]', 'a file of GET /v1/audit-logs/export; the database of the data directory without it')
    .option(
      '--anchor <head>',
      'ID:HASH, or a file with a head that was kept elsewhere: an export, a webhook body, a challenge text',
    )
    .option('--data-dir <directory>', 'data directory of the daemon')
    .option('-c, --config <file>', 'settings file')
    .option('--json', 'print the result as JSON')
    .action((exportFile: string | undefined, flags: VerifyFlags) => runVerify(exportFile, flags, context));
}

async function runVerify(
  exportFile: string | undefined,
  flags: VerifyFlags,
  { terminal, loadDaemon }: AuditContext,
): Promise<void> {
  const { verifyAudit } = await loadDaemon();
  const { dataDir, config: configFile, anchor } = flags;
  const report = await verifyAudit({ exportFile, dataDir, configFile, anchor });
  if (flags.json === true) terminal.print(JSON.stringify(report));
  else describe(report).forEach((line) => terminal.print(line));
  if (!report.ok) throw new BrokenChainError(`the audit chain is broken at row ${report.brokenAt ?? 0}`);
}

function describe({ checked, firstId, lastId, lastHash, checkpoints, publicKey, anchor }: AuditReport): readonly string[] {
  if (lastId === null) return [`${checked} rows checked`];
  return [
    `${checked} rows checked, ${firstId ?? 0} to ${lastId}`,
    `last row ${lastId}:${lastHash ?? ''}`,
    publicKey === null ? 'no signed head' : `${checkpoints} signed heads, by key ${publicKey}`,
    ...(anchor === null
      ? ['no anchor: a chain that was rewritten whole would look the same (see --anchor)']
      : [`row ${anchor.id} is the one that was kept elsewhere`]),
  ];
}
