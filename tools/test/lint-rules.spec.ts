import path from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { type BadFile, DAEMON_CASES, FORM_CASES, PROJECT_CASES, PURITY_CASES, START_CASES } from './boundary-cases.js';
import { ROOT, sourceFiles } from './tree.js';

// The real configuration on the real tree: the text of a file that exists is replaced by a bad one.
const eslint = new ESLint({ cwd: ROOT });
const FILES = [...sourceFiles('apps'), ...sourceFiles('libs')];

function findFile(pattern: RegExp, accept: (file: string) => boolean = () => true): string {
  const file = FILES.find((candidate) => pattern.test(candidate) && accept(candidate));
  if (file === undefined) throw new Error(`no file of the tree matches ${pattern}`);
  return file;
}

const moduleOf = (file: string) => /\/modules\/([^/]+)\//.exec(file)?.[1];

/** Names that a case leaves open because they depend on the tree: the target is given relative to the file under test. */
const TARGETS: Record<string, (from: string) => string> = {
  '@@SERVICE': () => findFile(/\/modules\/.*\.service\.ts$/),
  '@@FOREIGN_REPOSITORY': (from) => findFile(/\/modules\/.*\.repository\.ts$/, (file) => moduleOf(file) !== moduleOf(from)),
  '@@CORE_FILE': () => 'libs/core/src/result.ts',
  '@@GENERATED_CLIENT': () => 'apps/daemon/src/infra/prisma/generated/client.ts',
};

function fillTargets(code: string, from: string): string {
  return code.replaceAll(/@@[A-Z_]+/g, (name) => {
    const target = path.relative(path.dirname(from), TARGETS[name]?.(from) ?? name).replace(/\.ts$/, '.js');
    return target.startsWith('.') ? target : `./${target}`;
  });
}

async function reportedRules(file: string, code: string): Promise<readonly (string | null)[]> {
  const [result] = await eslint.lintText(code, { filePath: path.join(ROOT, file) });
  return result?.messages.map((message) => message.ruleId) ?? [];
}

async function rulesAgainst({ at, code }: BadFile): Promise<readonly (string | null)[]> {
  const file = findFile(at);
  return reportedRules(file, fillTargets(code, file));
}

describe('the lint configuration', { timeout: 60_000 }, () => {
  it.each(PROJECT_CASES)('keeps projects apart: reports when $title', async (badFile) => {
    expect(await rulesAgainst(badFile)).toContain(badFile.rule);
  });

  it.each(PURITY_CASES)('keeps pure code pure: reports when $title', async (badFile) => {
    expect(await rulesAgainst(badFile)).toContain(badFile.rule);
  });

  it.each(DAEMON_CASES)('keeps the direction inside the daemon: reports when $title', async (badFile) => {
    expect(await rulesAgainst(badFile)).toContain(badFile.rule);
  });

  it.each(START_CASES)('keeps the daemon loadable: reports when $title', async (badFile) => {
    expect(await rulesAgainst(badFile)).toContain(badFile.rule);
  });

  it.each(FORM_CASES)('keeps the form: reports $title', async (badFile) => {
    expect(await rulesAgainst(badFile)).toContain(badFile.rule);
  });

  it.each([
    [/^libs\/chain-evm\/src\/(?!.*spec).*\.ts$/, "import 'viem';\nimport 'viem/accounts';\nimport '@waiaas/core';\n"],
    [/^libs\/chain-solana\/src\/(?!.*spec).*\.ts$/, "import '@solana/web3.js';\nimport '@solana/spl-token';\n"],
    [/^libs\/policy\/src\/(?!.*spec).*\.ts$/, "import '@noble/hashes/sha2';\nimport '@scure/base';\nimport '@waiaas/core';\n"],
    [/^libs\/keystore\/src\/(?!.*spec).*\.ts$/, "import 'argon2';\nimport 'tweetnacl';\nimport '@noble/curves/secp256k1';\n"],
    [
      /^apps\/cli\/src\/program\.ts$/,
      "import 'commander';\nimport 'node:fs';\nexport const load = () => import('@waiaas/daemon');\n",
    ],
    [/^apps\/daemon\/src\/.*\.repository\.ts$/, "import '@waiaas/core';\nimport '@prisma/client';\n"],
    [/^libs\/core\/src\/.*\.spec\.ts$/, "import 'vitest';\nimport 'fast-check';\nexport const x = JSON.parse('1');\n"],
  ])('lets through what a file at %s may import', async (at, code) => {
    expect(await reportedRules(findFile(at), code)).toEqual([]);
  });

  it('has every rule at error or off, none at warn', async () => {
    for (const at of [/^libs\/core\/src\/result\.ts$/, /\.service\.ts$/, /\.spec\.ts$/, /^apps\/cli\/src\/main\.ts$/]) {
      const { rules } = await eslint.calculateConfigForFile(path.join(ROOT, findFile(at)));
      const severities = Object.values(rules as Record<string, [number, ...unknown[]]>).map(([severity]) => severity);
      expect(severities).not.toContain(1);
    }
  });
});
