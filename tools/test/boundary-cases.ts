/** One deliberately bad file: where it would stand, what it says, and the rule that has to object. */
export interface BadFile {
  readonly title: string;
  /** A real file of the tree, whose text is replaced, is found by this pattern. */
  readonly at: RegExp;
  readonly code: string;
  readonly rule: string;
}

const NX = '@nx/enforce-module-boundaries';
const IMPORTS = 'no-restricted-imports';
const ZONES = 'import-x/no-restricted-paths';

const CORE = /^libs\/core\/src\/result\.ts$/;
const POLICY = /^libs\/policy\/src\/(?!.*spec).*\.ts$/;
const PIPELINE = /^libs\/pipeline\/src\/(?!.*spec).*\.ts$/;
const CONTRACT = /^libs\/api-types\/src\/(?!.*spec).*\.ts$/;
const EVM = /^libs\/chain-evm\/src\/(?!.*spec).*\.ts$/;
const SOLANA = /^libs\/chain-solana\/src\/(?!.*spec).*\.ts$/;
const KEYSTORE = /^libs\/keystore\/src\/(?!.*spec).*\.ts$/;
const SIGNER = /^apps\/signer\/src\/(?!.*spec).*\.ts$/;
const CLI = /^apps\/cli\/src\/program\.ts$/;
const SERVICE = /^apps\/daemon\/src\/modules\/.*\.service\.ts$/;
const COMMON = /^apps\/daemon\/src\/common\/(?!.*spec).*\.ts$/;
const CONFIG = /^apps\/daemon\/src\/config\/(?!.*spec).*\.ts$/;
const INFRA = /^apps\/daemon\/src\/infra\/prisma\/(?!.*spec).*\.ts$/;

/** Dependencies between projects, and from projects to npm. */
export const PROJECT_CASES: readonly BadFile[] = [
  { title: 'core imports policy', at: CORE, code: "import '@waiaas/policy';", rule: NX },
  { title: 'core imports an adapter', at: CORE, code: "import '@waiaas/chain-evm';", rule: NX },
  { title: 'core imports the daemon', at: CORE, code: "import '@waiaas/daemon';", rule: NX },
  { title: 'core imports a package beyond the pure ones', at: CORE, code: "import 'viem';", rule: NX },
  { title: 'policy imports pipeline', at: POLICY, code: "import '@waiaas/pipeline';", rule: NX },
  { title: 'policy imports the wire contract', at: POLICY, code: "import '@waiaas/api-types';", rule: NX },
  { title: 'pipeline imports an adapter', at: PIPELINE, code: "import '@waiaas/chain-solana';", rule: NX },
  { title: 'the contract imports core', at: CONTRACT, code: "import '@waiaas/core';", rule: NX },
  { title: 'the contract imports any package', at: CONTRACT, code: "import '@noble/hashes/sha2';", rule: NX },
  { title: 'one adapter imports the other', at: EVM, code: "import '@waiaas/chain-solana';", rule: NX },
  { title: 'an adapter imports the daemon', at: EVM, code: "import '@waiaas/daemon';", rule: NX },
  { title: "an adapter imports the other chain's library", at: EVM, code: "import '@solana/web3.js';", rule: NX },
  { title: 'the Solana adapter imports viem', at: SOLANA, code: "import 'viem';", rule: NX },
  { title: 'an adapter imports the keystore', at: SOLANA, code: "import '@waiaas/keystore';", rule: NX },
  { title: 'the keystore imports a package beyond its list', at: KEYSTORE, code: "import 'viem';", rule: NX },
  { title: 'the keystore imports an adapter', at: KEYSTORE, code: "import '@waiaas/chain-evm';", rule: NX },
  { title: 'the signer imports policy', at: SIGNER, code: "import '@waiaas/policy';", rule: NX },
  { title: 'the signer imports a package of its own', at: SIGNER, code: "import 'argon2';", rule: NX },
  { title: 'the daemon imports the keystore', at: SERVICE, code: "import '@waiaas/keystore';", rule: NX },
  { title: 'the daemon imports the signer', at: SERVICE, code: "import '@waiaas/signer';", rule: NX },
  { title: 'the daemon imports a package it does not list', at: SERVICE, code: "import '@scure/bip39';", rule: NX },
  { title: 'the command line imports core', at: CLI, code: "import '@waiaas/core';", rule: NX },
  { title: 'a source imports the testing library', at: POLICY, code: "import '@waiaas/testing';", rule: IMPORTS },
  { title: 'a source imports the test runner', at: POLICY, code: "import 'vitest';", rule: IMPORTS },
  { title: 'a file reaches into a library', at: SERVICE, code: "import '@waiaas/core/src/result.js';", rule: IMPORTS },
  { title: 'a file reaches into another project by path', at: POLICY, code: "import '@@CORE_FILE';", rule: NX },
];

/** What pure code and the keys' process must not touch. */
export const PURITY_CASES: readonly BadFile[] = [
  { title: 'core imports a module of Node', at: CORE, code: "import 'node:fs';", rule: IMPORTS },
  { title: 'core imports a module of Node without its prefix', at: CORE, code: "import 'fs';", rule: IMPORTS },
  {
    title: 'core imports at run time',
    at: CORE,
    code: "export const later = () => import('node:fs');",
    rule: 'no-restricted-syntax',
  },
  { title: 'policy reads the clock', at: POLICY, code: 'export const now = () => Date.now();', rule: 'no-restricted-globals' },
  {
    title: 'pipeline reads the environment',
    at: PIPELINE,
    code: 'export const all = () => process.argv;',
    rule: 'no-restricted-globals',
  },
  {
    title: 'pipeline calls out',
    at: PIPELINE,
    code: "export const get = () => fetch('https://x');",
    rule: 'no-restricted-globals',
  },
  { title: 'core starts a timer', at: CORE, code: 'setTimeout(() => undefined, 1);', rule: 'no-restricted-globals' },
  { title: 'core goes round by globalThis', at: CORE, code: 'export const g = globalThis;', rule: 'no-restricted-globals' },
  { title: 'policy rolls dice', at: POLICY, code: 'export const n = Math.random();', rule: 'no-restricted-properties' },
  { title: 'the contract uses Node', at: CONTRACT, code: "import 'node:crypto';", rule: IMPORTS },
  { title: 'the keystore opens a socket', at: KEYSTORE, code: "import 'node:net';", rule: IMPORTS },
  { title: 'the signer speaks HTTP', at: SIGNER, code: "import 'node:https';", rule: IMPORTS },
  { title: 'the signer starts a process', at: SIGNER, code: "import 'node:child_process';", rule: IMPORTS },
  {
    title: 'the signer fetches',
    at: SIGNER,
    code: "export const get = () => fetch('https://x');",
    rule: 'no-restricted-globals',
  },
];

/** Direction inside the daemon. */
export const DAEMON_CASES: readonly BadFile[] = [
  { title: 'common imports a module', at: COMMON, code: "import '@@SERVICE';", rule: ZONES },
  { title: 'config imports a module', at: CONFIG, code: "import '@@SERVICE';", rule: ZONES },
  { title: 'infra imports a module', at: INFRA, code: "import '@@SERVICE';", rule: ZONES },
  { title: "a module imports another module's repository", at: SERVICE, code: "import '@@FOREIGN_REPOSITORY';", rule: ZONES },
  { title: 'a service imports the database client', at: SERVICE, code: "import '@@GENERATED_CLIENT';", rule: IMPORTS },
  { title: 'a service imports a database driver', at: SERVICE, code: "import '@prisma/adapter-better-sqlite3';", rule: IMPORTS },
  {
    title: 'a service resolves a cycle by forwardRef',
    at: SERVICE,
    code: "import { forwardRef } from '@nestjs/common';",
    rule: IMPORTS,
  },
  {
    title: 'a service reads the environment',
    at: SERVICE,
    code: "export const x = process.env['X'];",
    rule: 'no-restricted-properties',
  },
  {
    title: 'a service takes the environment apart',
    at: SERVICE,
    code: 'export const { env } = process;',
    rule: 'no-restricted-properties',
  },
  { title: 'a service imports the process module', at: SERVICE, code: "import { env } from 'node:process';", rule: IMPORTS },
  {
    title: 'a service writes raw SQL',
    at: SERVICE,
    code: 'export const f = (db: { $queryRaw: (t: TemplateStringsArray) => unknown }) => db.$queryRaw`select 1`;',
    rule: 'no-restricted-properties',
  },
  {
    title: 'a service speaks SQLite',
    at: SERVICE,
    code: "export const sql = 'PRAGMA journal_mode';",
    rule: 'no-restricted-syntax',
  },
];

/** What only running would find. */
export const START_CASES: readonly BadFile[] = [
  {
    title: 'a service injects a class that stands further down',
    at: SERVICE,
    code: 'export class A { constructor(readonly b: B) {} }\nexport class B {}',
    rule: '@typescript-eslint/no-use-before-define',
  },
];

/** The form of any source file. */
export const FORM_CASES: readonly BadFile[] = [
  { title: 'an enum', at: EVM, code: 'export enum Colour { Red }', rule: 'no-restricted-syntax' },
  { title: 'a default export', at: EVM, code: 'export default 1;', rule: 'no-restricted-syntax' },
  { title: 'a barrel', at: CORE, code: "export * from './canonical/sha256.js';", rule: 'no-restricted-syntax' },
  {
    title: 'five parameters',
    at: EVM,
    code: 'export const f = (...x: number[]) => (a: 1, b: 2, c: 3, d: 4, e: 5) => [x, a, b, c, d, e];',
    rule: 'no-restricted-syntax',
  },
  { title: 'any', at: EVM, code: 'export const f = (x: any): unknown => x;', rule: '@typescript-eslint/no-explicit-any' },
  {
    title: 'use of an unchecked value',
    at: EVM,
    code: "export const n: string = JSON.parse('1');",
    rule: '@typescript-eslint/no-unsafe-assignment',
  },
  {
    title: 'a non-null assertion',
    at: EVM,
    code: 'export const f = (x?: string) => x!;',
    rule: '@typescript-eslint/no-non-null-assertion',
  },
  { title: 'a floating promise', at: EVM, code: 'Promise.resolve(1);', rule: '@typescript-eslint/no-floating-promises' },
  {
    title: 'a promise where none is awaited',
    at: EVM,
    code: 'export const f = (l: number[]) => l.forEach(async () => { await Promise.resolve(); });',
    rule: '@typescript-eslint/no-misused-promises',
  },
  {
    title: 'a switch that forgets a case',
    at: EVM,
    code: "export function f(x: 'a' | 'b'): number { switch (x) { case 'a': return 1; } return 2; }",
    rule: '@typescript-eslint/switch-exhaustiveness-check',
  },
  { title: 'console', at: EVM, code: "console.log('x');", rule: 'no-console' },
  { title: 'float parsing', at: EVM, code: "export const n = parseFloat('1.5');", rule: 'no-restricted-globals' },
  { title: 'a file over 250 lines', at: EVM, code: 'export const x = [\n' + '  1,\n'.repeat(250) + '];\n', rule: 'max-lines' },
  {
    title: 'a function over 50 lines',
    at: EVM,
    code: 'export function f(): void {\n' + '  void 0;\n'.repeat(50) + '}\n',
    rule: 'max-lines-per-function',
  },
  {
    title: 'a function with eleven paths',
    at: EVM,
    code:
      'export function f(n: number): number {\n' +
      Array.from({ length: 10 }, (_, i) => `  if (n === ${i}) return ${i};\n`).join('') +
      '  return n;\n}\n',
    rule: 'complexity',
  },
  {
    title: 'deep nesting',
    at: EVM,
    code:
      'export function f(n: number): void {\n' +
      ['  for (;;) {', 'for (;;) {', 'for (;;) {', 'for (;;) {', 'for (;;) {', 'if (n) return;', '}}}}}'].join('\n') +
      '\n}\n',
    rule: 'sonarjs/cognitive-complexity',
  },
  { title: 'a silenced rule', at: EVM, code: '// eslint-disable-next-line no-console\nconsole.log(1);', rule: 'no-console' },
];
