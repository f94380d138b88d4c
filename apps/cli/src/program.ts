import { Command, CommanderError, InvalidArgumentError } from 'commander';
import type { CliContext } from './cli-context.js';
import { addAuditCommands } from './commands/audit.command.js';
import { addDoctorCommand } from './commands/doctor.command.js';
import { dataDirectoryOf, runFreeze } from './commands/freeze.command.js';
import { addRestoreCommand } from './commands/restore.command.js';
import { choosePassword, runStart, type StartFlags } from './commands/start.command.js';
import { EXIT_CODE, type ExitCode } from './exit-code.js';
import { describeFailure } from './failure-report.js';
import { addProxyCommands } from './proxy.program.js';

function parsePort(value: string): string {
  if (/^(?:0|[1-9][0-9]{0,4})$/.test(value) && Number(value) <= 65_535) return value;
  throw new InvalidArgumentError('a port is a number from 0 to 65535');
}

function buildProgram(context: CliContext): Command {
  const { terminal } = context;
  const program = new Command('waiaas')
    .description('A self-hosted wallet daemon for AI agents.')
    .version(context.version, '--version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.printError(text.trimEnd()),
    });

  program
    .command('start')
    .description('run the daemon in the foreground')
    .option('--data-dir <directory>', 'where keys, database and settings live')
    .option('--port <number>', 'port of the API; 0 takes any free one', parsePort)
    .option('--host <address>', 'address to listen on')
    .option('-c, --config <file>', 'settings file')
    .option('--prompt', 'ask for the master password')
    .action((flags: StartFlags) => runStart(flags, { ...context, password: context.environment.password }));

  program
    .command('freeze')
    .description('stop every signature at once; no password needed')
    .option('--data-dir <directory>', 'data directory of the daemon to freeze')
    .action(async ({ dataDir }: { readonly dataDir?: string }) => {
      terminal.print(`frozen: ${await runFreeze(dataDirectoryOf(dataDir, context.environment.dataDirectory))}`);
    });

  addProxyCommands(program, context);
  addAuditCommands(program, context);
  addRestoreCommand(program, {
    ...context,
    choosePassword: (flags) => choosePassword(flags, context.environment.password, terminal),
  });
  addDoctorCommand(program, context);
  return program;
}

/** Commander has already printed what it has to say; help and version are no failures. */
function exitCodeOf(error: CommanderError): ExitCode {
  return error.exitCode === 0 ? EXIT_CODE.ok : EXIT_CODE.usage;
}

/** Runs one command line to its end. Never throws: every failure becomes lines on stderr and an exit code. */
export async function runProgram(argv: readonly string[], context: CliContext): Promise<ExitCode> {
  try {
    await buildProgram(context).parseAsync(argv, { from: 'user' });
    return EXIT_CODE.ok;
  } catch (error) {
    if (error instanceof CommanderError) return exitCodeOf(error);
    const { exitCode, lines } = describeFailure(error);
    for (const line of lines) context.terminal.printError(`waiaas: ${line}`);
    return exitCode;
  }
}
