import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publicEnvironment } from '../setup/child.mjs';
import { commitRange } from '../setup/commit-range.mjs';
import { localHeaders } from '../setup/node-headers.mjs';
import { requireNode } from '../setup/node-version.mjs';
import { clearTestResults, countTests, failedTests } from '../setup/test-counts.mjs';

describe('what npm start and npm test stand on', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'waiaas tools-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('takes Node %s', (version) => {
    expect(() => requireNode(version)).not.toThrow();
  });

  it.each(['18.20.8', '20.18.3', '19.99.0'])('refuses Node %s and names the oldest that will do', (version) => {
    expect(() => requireNode(version)).toThrow(/20\.19 or newer.*this is/);
  });

  it('compiles against the headers beside this Node, and against those of no other version', () => {
    const program = path.join(folder, 'bin', 'node');
    expect(localHeaders(program, '20.20.2')).toBeUndefined();
    mkdirSync(path.join(folder, 'include', 'node'), { recursive: true });
    const text = '#define NODE_MAJOR_VERSION 20\n#define NODE_MINOR_VERSION 20\n#define NODE_PATCH_VERSION 2\n';
    writeFileSync(path.join(folder, 'include', 'node', 'node_version.h'), text);
    expect(localHeaders(program, '20.20.2')).toBe(folder);
    expect(localHeaders(program, '20.20.1')).toBeUndefined();
  });

  it('hands the master password to no child process', () => {
    process.env['WAIAAS_MASTER_PASSWORD'] = 'correct horse battery';
    expect(JSON.stringify(publicEnvironment({ EXTRA: '1' }))).not.toContain('horse');
    expect(publicEnvironment({ EXTRA: '1' })).toMatchObject({ EXTRA: '1', PATH: process.env['PATH'] });
    delete process.env['WAIAAS_MASTER_PASSWORD'];
  });

  describe('the count of tests', () => {
    const write = (project: string, name: string, results: object) => {
      mkdirSync(path.join(folder, project, 'test-results'), { recursive: true });
      writeFileSync(path.join(folder, project, 'test-results', name), JSON.stringify(results));
    };

    beforeEach(() => {
      for (const name of ['apps', 'libs', 'tools']) mkdirSync(path.join(folder, name));
    });

    it('is the sum over all projects and kinds', () => {
      write('apps/daemon', 'unit.json', { numPassedTests: 3, numFailedTests: 1, testResults: [] });
      write('apps/daemon', 'int.json', { numPassedTests: 4, numFailedTests: 0, testResults: [] });
      write('tools', 'unit.json', { numPassedTests: 5, numFailedTests: 0, testResults: [] });
      expect(countTests(folder)).toEqual({ passed: 12, failed: 1, skipped: 0 });
    });

    it('counts a file that could not be loaded as one failure', () => {
      const testResults = [{ status: 'failed', assertionResults: [] }];
      write('libs/core', 'unit.json', { numPassedTests: 2, numFailedTests: 0, testResults });
      expect(countTests(folder)).toEqual({ passed: 2, failed: 1, skipped: 0 });
    });

    it('names what failed, with its file and what it said', () => {
      const spec = (name: string) => path.join(folder, 'libs/core/test', name);
      const passed = { status: 'passed', fullName: 'a wallet is made', failureMessages: [] };
      const failed = { status: 'failed', fullName: 'a wallet is paid', failureMessages: ['expected 1 to be 2'] };
      const testResults = [
        { name: spec('good.spec.ts'), status: 'passed', message: '', assertionResults: [passed] },
        { name: spec('bad.spec.ts'), status: 'failed', message: '', assertionResults: [passed, failed] },
        { name: spec('rude.spec.ts'), status: 'failed', message: 'port in use', assertionResults: [passed] },
      ];
      write('libs/core', 'unit.json', { numPassedTests: 3, numFailedTests: 1, testResults });
      expect(countTests(folder)).toEqual({ passed: 3, failed: 2, skipped: 0 });
      expect(failedTests(folder)).toEqual([
        { file: 'libs/core/test/bad.spec.ts', name: 'a wallet is paid', said: 'expected 1 to be 2' },
        { file: 'libs/core/test/rude.spec.ts', name: '(outside its tests)', said: 'port in use' },
      ]);
    });

    it('counts a skipped test as skipped, never as passed', () => {
      write('libs/core', 'unit.json', { numPassedTests: 2, numFailedTests: 0, numPendingTests: 3, testResults: [] });
      expect(countTests(folder)).toEqual({ passed: 2, failed: 0, skipped: 3 });
    });

    it('starts at nothing after clearing', () => {
      write('libs/core', 'unit.json', { numPassedTests: 2, numFailedTests: 0, testResults: [] });
      clearTestResults(folder);
      expect(countTests(folder)).toEqual({ passed: 0, failed: 0, skipped: 0 });
    });
  });

  describe('the commits that are checked', () => {
    const git = (cwd: string, ...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
        cwd,
        encoding: 'utf8',
        stdio: 'pipe',
      }).trim();
    const commit = (cwd: string, subject: string) => git(cwd, 'commit', '--allow-empty', '-q', '-m', subject);

    it('are none outside git', async () => {
      expect(await commitRange(folder)).toBeNull();
    });

    it('are the last one on main, and all since main on a branch', async () => {
      git(folder, 'init', '-q', '-b', 'main');
      commit(folder, 'feat: one');
      expect(await commitRange(folder)).toEqual(['--last']);
      const base = git(folder, 'rev-parse', 'HEAD');
      git(folder, 'checkout', '-q', '-b', 'topic');
      commit(folder, 'feat: two');
      expect(await commitRange(folder)).toEqual(['--from', base, '--to', 'HEAD']);
    });

    it('are the last one in a shallow clone that does not reach main', async () => {
      const origin = path.join(folder, 'origin');
      mkdirSync(origin);
      git(origin, 'init', '-q', '-b', 'main');
      commit(origin, 'feat: one');
      git(origin, 'checkout', '-q', '-b', 'topic');
      commit(origin, 'feat: two');
      git(folder, 'clone', '-q', '--depth', '1', '--branch', 'topic', `file://${origin}`, 'clone');
      expect(await commitRange(path.join(folder, 'clone'))).toEqual(['--last']);
    });
  });
});
