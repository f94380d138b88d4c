import type { Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import type { DaemonProgram, InstallationFacts } from '../daemon-program.port.js';
import { chooseTarget, type DoctorFlags } from '../doctor/choose-target.js';
import { runChecks } from '../doctor/run-checks.js';
import { Check, type CheckResult, reasonOf, type Verdict } from '../doctor/verdict.js';

const settings = new Check('settings', 'A daemon with broken settings does not start.');

/** Something is wrong that the daemon cannot put right by itself. */
class UnhealthyError extends Error {
  override readonly name = 'UnhealthyError';
}

const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

export function addDoctorCommand(program: Command, context: CliContext): void {
  program
    .command('doctor')
    .description('look at an installation from the outside in; ends with 1 if anything fails')
    .option('--data-dir <directory>', 'data directory of the daemon')
    .option('-c, --config <file>', 'settings file')
    .option('--url <url>', 'the API; by default where the daemon of the data directory listens')
    .option('--proxy <url>', 'the proxy; by default https://127.0.0.1:8443')
    .option('--compose <file>', 'a compose file, more than once for several; by default those of this folder', several)
    .option('--docker-socket <path>', 'where the Docker engine listens')
    .option('--json', 'print the results as JSON')
    .action((flags: DoctorFlags) => runDoctor(flags, context));
}

async function runDoctor(flags: DoctorFlags, { environment, terminal, loadDaemon }: CliContext): Promise<void> {
  const daemon = await loadDaemon();
  const { installation, result } = readSettings(flags, daemon);
  const target = await chooseTarget(flags, { environment, daemon, installation });
  const results = [result, ...(await runChecks(target))];
  const counts = countOf(results);
  if (flags.json === true) terminal.print(JSON.stringify({ ok: counts.fail === 0, counts, results }));
  else [...results.flatMap(linesOf), summaryOf(counts)].forEach((line) => terminal.print(line));
  if (counts.fail > 0) throw new UnhealthyError(counts.fail === 1 ? 'one check failed' : `${counts.fail} checks failed`);
}

function readSettings(
  { dataDir, config }: DoctorFlags,
  daemon: DaemonProgram,
): { readonly installation: InstallationFacts | undefined; readonly result: CheckResult } {
  try {
    const installation = daemon.describeInstallation({ dataDir, configFile: config });
    return { installation, result: settings.pass(`file and environment are right, for ${installation.dataDirectory}`) };
  } catch (error) {
    const result = settings.fail(reasonOf(error).replaceAll('\n', '; '), 'Each is described in docs/settings.md.');
    return { installation: undefined, result };
  }
}

type Counts = Readonly<Record<Verdict, number>>;

function countOf(results: readonly CheckResult[]): Counts {
  const count = (verdict: Verdict): number => results.filter((result) => result.verdict === verdict).length;
  return { pass: count('pass'), warn: count('warn'), fail: count('fail'), skip: count('skip') };
}

/** Results are text of the machine too, such as file names: no control character reaches the terminal. */
const plain = (text: string): string => text.replace(/\p{Cc}/gu, '?');

function linesOf({ check, verdict, message, why, fix }: CheckResult): readonly string[] {
  const first = plain(`${verdict.toUpperCase()}  ${check}: ${message.replace(/\.$/, '')}`);
  const rest = [why, fix].filter((text) => text !== undefined);
  return rest.length === 0 ? [first] : [`${first}. ${plain(rest.join(' '))}`];
}

function summaryOf({ pass, warn, fail, skip }: Counts): string {
  return `${pass} passed, ${warn} warnings, ${fail} failed, ${skip} not looked at`;
}
