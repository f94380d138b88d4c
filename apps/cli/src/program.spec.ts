import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataDirectoryOf } from './commands/freeze.command.js';
import type { CliContext, CliEnvironment } from './cli-context.js';
import type {
  AuditReport,
  AuditVerifyOptions,
  DaemonProgram,
  InstallationFacts,
  RestoreOptions,
  StartOptions,
} from './daemon-program.port.js';
import { runProgram } from './program.js';
import type { Terminal } from './terminal.port.js';
import { UsageError } from './usage-error.js';

class FakeTerminal implements Terminal {
  readonly printed: string[] = [];
  readonly errors: string[] = [];
  typed: string | undefined;
  readonly asked: string[] = [];

  print(line: string): void {
    this.printed.push(line);
  }

  printError(line: string): void {
    this.errors.push(line);
  }

  async readSecret(prompt: string): Promise<string> {
    this.asked.push(prompt);
    if (this.typed === undefined) throw new UsageError('--prompt needs a terminal to ask on');
    return this.typed;
  }

  untilStopped(): Promise<string> {
    return Promise.resolve('SIGTERM');
  }
}

class FakeDaemon implements DaemonProgram {
  readonly started: Omit<StartOptions, 'print'>[] = [];
  isClosed = false;
  failure: Error | undefined;

  readonly verified: AuditVerifyOptions[] = [];
  report: AuditReport = {
    ok: true,
    checked: 3,
    firstId: 1,
    lastId: 3,
    lastHash: 'ab'.repeat(32),
    brokenAt: null,
    checkpoints: 1,
    publicKey: 'cd'.repeat(32),
    anchor: null,
  };

  verifyAudit = async (options: AuditVerifyOptions) => {
    this.verified.push(options);
    return this.report;
  };

  describeInstallation = (): InstallationFacts => {
    throw new Error('not asked here');
  };
  checkDatabase = () => undefined;

  readonly restored: RestoreOptions[] = [];

  restoreBackup = async (options: RestoreOptions) => {
    this.restored.push(options);
    return {
      databaseFile: '/data/waiaas.db',
      createdAt: '2026-11-28T00:00:00.000Z',
      daemonVersion: '1.0.0',
      keptIn: '/kept',
      isConfigRestored: false,
    };
  };

  startDaemon = async (options: StartOptions) => {
    if (this.failure) throw this.failure;
    const { print, ...rest } = options;
    this.started.push(rest);
    print('ready');
    return {
      close: async () => {
        this.isClosed = true;
      },
    };
  };
}

type RunOptions = Partial<CliEnvironment> & Partial<Pick<CliContext, 'loadDaemon'>>;

function configError(problems: readonly string[]): Error {
  return Object.assign(new Error(problems.join('\n')), { name: 'ConfigError', problems });
}

describe('the command line', () => {
  let directory: string;
  let terminal: FakeTerminal;
  let daemon: FakeDaemon;

  const run = (argv: readonly string[], { password, dataDirectory, loadDaemon }: RunOptions = {}) =>
    runProgram(argv, {
      version: '1.2.3',
      environment: { password, dataDirectory },
      terminal,
      loadDaemon: loadDaemon ?? (async () => daemon),
    });

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'waiaas-cli-'));
    terminal = new FakeTerminal();
    daemon = new FakeDaemon();
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('starts the daemon, closes it on a signal and ends with 0', async () => {
    expect(await run(['start'])).toBe(0);
    expect(daemon.started).toEqual([{ overrides: {} }]);
    expect(daemon.isClosed).toBe(true);
    expect(terminal.printed).toEqual(['ready']);
  });

  it('hands flags over as settings that outrank the environment', async () => {
    await run(['start', '--data-dir', '/srv/wallet', '--port', '0', '--host', '::1', '-c', 'my.toml']);
    expect(daemon.started).toEqual([
      { dataDir: '/srv/wallet', configFile: 'my.toml', overrides: { 'daemon.port': '0', 'daemon.hostname': '::1' } },
    ]);
  });

  it('hands the password of the environment over, and an empty one counts as none', async () => {
    await run(['start'], { password: 'correct horse battery' });
    await run(['start'], { password: '' });
    expect(daemon.started.map((options) => options.password)).toEqual([
      { kind: 'environment', value: 'correct horse battery' },
      undefined,
    ]);
  });

  it('asks for the password only with --prompt', async () => {
    terminal.typed = 'typed by hand';
    await run(['start']);
    expect(terminal.asked).toEqual([]);
    await run(['start', '--prompt']);
    expect(daemon.started[1]?.password).toEqual({ kind: 'prompt', value: 'typed by hand' });
  });

  it('refuses --prompt beside a password in the environment, and without a terminal', async () => {
    expect(await run(['start', '--prompt'], { password: 'correct horse battery' })).toBe(2);
    expect(await run(['start', '--prompt'])).toBe(2);
    expect(daemon.started).toEqual([]);
    expect(terminal.errors.join()).not.toContain('horse');
  });

  it('prints each problem of the settings on a line of its own and ends with 2', async () => {
    daemon.failure = configError(['WAIAAS_DAEMON_PORT must be an integer', 'WAIAAS_DAEMON_COLOUR is unknown']);
    expect(await run(['start'])).toBe(2);
    expect(terminal.errors).toEqual(['waiaas: WAIAAS_DAEMON_PORT must be an integer', 'waiaas: WAIAAS_DAEMON_COLOUR is unknown']);
  });

  it('ends with 1 when the daemon cannot start', async () => {
    daemon.failure = new Error('the data directory is in use by another process');
    expect(await run(['start'])).toBe(1);
    expect(terminal.errors).toEqual(['waiaas: the data directory is in use by another process']);
  });

  it.each([
    [['start', '--port', '70000']],
    [['start', '--port', '1e3']],
    [['start', '--colour']],
    [['begin']],
    [['start', 'now']],
  ])('refuses %j as wrong usage', async (argv) => {
    expect(await run(argv)).toBe(2);
    expect(daemon.started).toEqual([]);
  });

  it('checks the audit chain of a directory, or an export, against a head kept elsewhere', async () => {
    expect(await run(['audit', 'verify', '--data-dir', '/srv/wallet'])).toBe(0);
    expect(await run(['audit', 'verify', 'chain.ndjson', '--anchor', `3:${'ab'.repeat(32)}`, '-c', 'my.toml'])).toBe(0);
    expect(daemon.verified).toEqual([
      { dataDir: '/srv/wallet' },
      { exportFile: 'chain.ndjson', anchor: `3:${'ab'.repeat(32)}`, configFile: 'my.toml' },
    ]);
    expect(terminal.printed.join('\n')).toContain(`3:${'ab'.repeat(32)}`);
  });

  it('ends with 1 and names the row when the chain is broken', async () => {
    daemon.report = { ...daemon.report, ok: false, brokenAt: 2 };
    expect(await run(['audit', 'verify', '--json'])).toBe(1);
    expect(JSON.parse(terminal.printed[0] ?? '')).toEqual(daemon.report);
    expect(terminal.errors).toEqual(['waiaas: the audit chain is broken at row 2']);
  });

  it('restores a backup with the password of its time and says what comes next', async () => {
    terminal.typed = 'typed';
    expect(await run(['restore', 'old.backup', '--data-dir', '/srv/wallet', '--prompt'])).toBe(0);
    expect(daemon.restored).toEqual([
      { archive: 'old.backup', dataDir: '/srv/wallet', password: { kind: 'prompt', value: 'typed' } },
    ]);
    expect(terminal.printed.join('\n')).toContain('SUSPENDED');
    expect(terminal.printed).toContain('what was there before: /kept');
  });

  it('prints its version without loading the daemon', async () => {
    const loadDaemon = () => Promise.reject(new Error('loaded'));
    expect(await run(['--version'], { loadDaemon })).toBe(0);
    expect(terminal.printed).toEqual(['1.2.3']);
  });

  it('freezes by writing an empty file FREEZE, as often as asked', async () => {
    const target = path.join(directory, 'data');
    expect(await run(['freeze', '--data-dir', target])).toBe(0);
    expect(await run(['freeze', '--data-dir', target])).toBe(0);
    expect(await readdir(target)).toEqual(['FREEZE']);
    expect(await readFile(path.join(target, 'FREEZE'), 'utf8')).toBe('');
  });

  it('freezes the directory of the environment when no flag names one, without loading the daemon', async () => {
    const named = path.join(directory, 'named');
    expect(await run(['freeze'], { dataDirectory: named, loadDaemon: () => Promise.reject(new Error('loaded')) })).toBe(0);
    expect(await readdir(named)).toEqual(['FREEZE']);
    expect(dataDirectoryOf(undefined, undefined)).toBe(path.join(homedir(), '.waiaas'));
  });

  it('ends with 1 when the freeze file cannot be written', async () => {
    expect(await run(['freeze', '--data-dir', '/dev/null/data'])).toBe(1);
    expect(terminal.errors).toHaveLength(1);
  });
});
