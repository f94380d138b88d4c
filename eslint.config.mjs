import path from 'node:path';
import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import sonarjs from 'eslint-plugin-sonarjs';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { importRules, plainRules, relaxedForSpecs, sizeRules, sizeRulesOfSpecs, typedRules } from './tools/lint/code-rules.mjs';
import { daemonZones } from './tools/lint/daemon-zones.mjs';
import { dashboardZones } from './tools/lint/dashboard-zones.mjs';
import { projectBoundaries, projectBoundariesOfSpecs } from './tools/lint/project-boundaries.mjs';
import { restrictions } from './tools/lint/restrictions.mjs';
import { fileNameRule } from './tools/lint/rules/file-name.mjs';

const root = import.meta.dirname;

// The boundary rule reads Nx's project graph from its cache and skips itself without one. Nx has just written it when it runs us.
if (process.env['NX_TASK_TARGET_PROJECT'] === undefined) {
  process.env['NX_DAEMON'] = 'false';
  await createProjectGraphAsync({ exitOnError: true, resetDaemonClient: false });
}

const SOURCES = ['apps/*/src/**/*.{ts,tsx}', 'libs/*/src/**/*.ts'];
const SPECS = ['**/*.spec.{ts,tsx}', 'apps/*/test/**/*.ts', 'libs/*/test/**/*.ts'];
const PUBLIC_FILE = 'src/index.ts';
const inside = (folder, patterns) => patterns.map((pattern) => `${folder}/${pattern}`);

/** One area of the tree: its sources, the public file that may re-export, and its specs. */
function area(folders, name) {
  return [
    { files: folders.map((folder) => `${folder}/**/*.ts`), rules: restrictions[name] },
    { files: folders.map((folder) => `${folder}/${PUBLIC_FILE}`), rules: restrictions[`${name}PublicFile`] },
    { files: folders.flatMap((folder) => inside(folder, ['**/*.spec.ts', 'test/**/*.ts'])), rules: restrictions[`${name}Specs`] },
  ];
}

export default defineConfig(
  {
    ignores: ['**/dist/**', '**/generated/**', '**/coverage/**', '.nx/**'],
  },
  {
    // An exception stands in this file with its reason, never as a comment beside the code.
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
    plugins: {
      '@nx': nx,
      '@typescript-eslint': tseslint.plugin,
      'import-x': importX,
      sonarjs,
      waiaas: { rules: { 'file-name': fileNameRule } },
    },
    settings: {
      'import-x/extensions': ['.ts', '.tsx', '.js', '.mjs'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/resolver-next': [
        createTypeScriptImportResolver({
          noWarnOnMultipleProjects: true,
          project: ['apps/*/tsconfig.json', 'libs/*/tsconfig.json'].map((pattern) => path.join(root, pattern)),
          conditionNames: ['@waiaas/source', 'types', 'import', 'node', 'default'],
        }),
      ],
    },
  },
  { files: ['**/*.{ts,tsx,mjs,cjs}'], rules: { ...plainRules, ...sizeRules } },
  {
    files: [...SOURCES, 'apps/*/test/**/*.ts', 'libs/*/test/**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: { ...typedRules, ...importRules, ...projectBoundaries, ...restrictions.sources },
  },

  ...area(['apps/*', 'libs/*'], 'sources'),
  ...area(['libs/api-types', 'libs/core', 'libs/policy', 'libs/pipeline'], 'pure'),
  ...area(['libs/keystore', 'apps/signer'], 'keyHolding'),
  {
    // Type-only imports are marked where nothing reads decorator metadata at run time; the daemon injects by class.
    files: ['libs/**/*.ts', 'apps/signer/**/*.ts', 'apps/cli/**/*.ts', 'apps/mcp/**/*.ts', 'apps/dashboard/**/*.{ts,tsx}'],
    rules: { '@typescript-eslint/consistent-type-imports': 'error' },
  },

  { files: ['apps/daemon/**/*.ts'], rules: { ...restrictions.daemon, ...daemonZones(root) } },
  {
    // Decorator metadata reads a parameter's class when the file loads: one that stands further down ends the start.
    files: ['apps/daemon/src/{common,modules,workers}/**/*.ts'],
    rules: {
      '@typescript-eslint/no-use-before-define': [
        'error',
        { functions: false, variables: false, typedefs: false, classes: true, ignoreTypeReferences: false },
      ],
    },
  },
  { files: ['apps/daemon/src/config/**/*.ts'], rules: restrictions.daemonConfig },
  { files: ['apps/daemon/**/*.repository.ts'], rules: restrictions.daemonRepository },
  { files: inside('apps/daemon', ['**/*.spec.ts', 'test/**/*.ts']), rules: restrictions.daemonSpecs },
  { files: ['apps/daemon/src/infra/prisma/**/*.ts'], rules: restrictions.daemonPrisma },
  {
    files: ['apps/daemon/src/infra/prisma/**/*.spec.ts', 'apps/daemon/**/*.repository.int.spec.ts'],
    rules: restrictions.daemonPrismaSpecs,
  },

  { files: ['apps/dashboard/src/**/*.{ts,tsx}'], rules: { ...restrictions.dashboard, ...dashboardZones(root) } },
  { files: ['apps/dashboard/src/lib/api-client.ts'], rules: restrictions.dashboardNetwork },
  { files: ['apps/dashboard/src/lib/{login-store,preferences}.ts'], rules: restrictions.dashboardStorage },
  { files: ['apps/dashboard/src/**/*.spec.{ts,tsx}'], rules: restrictions.dashboardSpecs },
  {
    // An effect or a handler may start a promise that its own state reports; JSX handlers return nothing.
    files: ['apps/dashboard/src/**/*.tsx'],
    rules: { '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }] },
  },
  // Configuration of a bundler is read as its default export.
  {
    files: ['apps/dashboard/vite.config.ts'],
    languageOptions: { parser: tseslint.parser },
    rules: { 'no-restricted-syntax': 'off' },
  },

  // The command line talks to its user, and its entry takes the master password out of the environment before anything else loads.
  { files: ['apps/cli/src/**/*.ts'], rules: { 'no-console': 'off' } },
  { files: ['apps/{cli,mcp}/src/main.ts'], rules: restrictions.cliEntry },

  { files: ['libs/testing/**/*.ts', 'apps/*-e2e/**/*.ts'], rules: restrictions.tests },
  // A contract suite is a spec that every implementation of its port runs.
  { files: ['libs/testing/**/*.contract.ts'], rules: sizeRulesOfSpecs },
  {
    files: SPECS,
    rules: { ...relaxedForSpecs, ...sizeRulesOfSpecs, ...projectBoundariesOfSpecs },
  },

  // Plain scripts: no types to check, and the terminal is their only output.
  {
    files: ['tools/**/*.{mjs,cjs,ts}', 'apps/dashboard/tools/*.mjs', '*.{mjs,ts}'],
    languageOptions: { parser: tseslint.parser },
    rules: { ...restrictions.tools, 'no-console': 'off' },
  },
  { files: ['tools/**/*.spec.ts'], rules: sizeRulesOfSpecs },
);
