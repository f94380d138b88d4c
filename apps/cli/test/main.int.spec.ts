import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataDirectoryOf } from '../src/commands/freeze.command.js';

// The built program as a user runs it.
const MAIN = path.resolve(import.meta.dirname, '..', 'dist', 'bundle', 'main.js');
const PASSWORD = 'correct horse battery staple';

describe('the program waiaas', () => {
  let directory: string;

  const launch = (args: readonly string[], environment: Record<string, string> = {}) => {
    const child = spawn(process.execPath, [MAIN, ...args], {
      env: { PATH: process.env['PATH'], HOME: directory, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
    return {
      child,
      end: async () => {
        const [[code], stdout, stderr] = await ended;
        return { code: code as number | null, stdout, stderr };
      },
    };
  };
  const run = (args: readonly string[], environment?: Record<string, string>) => launch(args, environment).end();

  const started = (child: ReturnType<typeof launch>['child']) =>
    new Promise<string>((resolve, reject) => {
      let seen = '';
      child.stdout.on('data', (chunk: Buffer) => {
        seen += chunk.toString();
        const address = /http:\/\/127\.0\.0\.1:\d+/.exec(seen)?.[0];
        if (address !== undefined) resolve(address);
      });
      child.once('exit', () => reject(new Error(`ended before it was ready: ${seen}`)));
    });

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'waiaas cli-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('prints its version', async () => {
    const manifest = JSON.parse(await readFile(path.resolve(import.meta.dirname, '..', 'package.json'), 'utf8'));
    expect(await run(['--version'])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });

  it('ends with 2 and one line per problem when settings are wrong', async () => {
    const { code, stderr } = await run(['start'], { WAIAAS_DAEMON_PORT: 'many', WAIAAS_DAEMON_COLOUR: 'red' });
    expect(code).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(2);
    expect(stderr).not.toContain('many');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('serves until %s and then ends with 0', async (signal) => {
    const data = path.join(directory, 'data');
    const { child, end } = launch(['start', '--data-dir', data, '--port', '0'], { WAIAAS_MASTER_PASSWORD: PASSWORD });
    const address = await started(child);
    expect((await fetch(`${address}/health`)).status).toBe(200);
    child.kill(signal);
    const { code, stdout, stderr } = await end();
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain(PASSWORD);
  });

  it('freezes the directory that a daemon would use', async () => {
    expect((await run(['freeze'])).code).toBe(0);
    expect(await readdir(path.join(directory, '.waiaas'))).toEqual(['FREEZE']);
  });

  it('agrees with the daemon on where the data directory is', async () => {
    const { resolveDataDirectory } = await import('@waiaas/daemon');
    expect(dataDirectoryOf(undefined, undefined)).toBe(resolveDataDirectory());
    expect(dataDirectoryOf(undefined, '')).toBe(path.join(homedir(), '.waiaas'));
    expect(dataDirectoryOf('relative', '/elsewhere')).toBe(resolveDataDirectory('relative'));
  });
});
