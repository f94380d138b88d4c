import { parseOptions } from './options.js';
import { hasFaults, reportLines } from './report.js';
import { runTorture } from './run-torture.js';

// The nodes and the daemon die with this process; a second signal does not wait for a report.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(signal === 'SIGINT' ? 130 : 143));

const say = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  const options = parseOptions(process.argv.slice(2), () => Date.now() % 2 ** 31);
  say(`seed ${String(options.seed)}`);
  const report = await runTorture(options, say);
  for (const line of reportLines(report, options.only)) say(line);
  process.exitCode = hasFaults(report) ? 1 : 0;
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`Nothing was proven: ${error instanceof Error ? error.message : String(error)}\n`);
  // Whatever the world had started dies with this process.
  process.exit();
}
