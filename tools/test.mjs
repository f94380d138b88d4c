// `npm test`: everything that must hold before a change is merged, cheapest first. Stops at the first stage that fails.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './setup/child.mjs';
import { commitRange } from './setup/commit-range.mjs';
import { ensureInstalled, npmCommand } from './setup/install.mjs';
import { requireNode } from './setup/node-version.mjs';
import { runTool, say } from './setup/report.mjs';
import { ensureSystemPackages } from './setup/system-packages.mjs';
import { clearTestResults, countTests, failedTests } from './setup/test-counts.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The program `name` of a package that the root depends on. Read by path: not every package exports its manifest. */
function program(packageName, name = packageName) {
  const folder = path.join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return [process.execPath, path.join(folder, typeof bin === 'string' ? bin : bin[name])];
}

const nx = (target, ...args) => [
  process.execPath,
  path.join(root, 'tools', 'nx.mjs'),
  'run-many',
  '-t',
  target,
  '--outputStyle=static',
  ...args,
];

async function stages() {
  const range = await commitRange(root);
  return [
    ['lock file', npmCommand('ci', '--dry-run', '--ignore-scripts', '--loglevel=error', '--silent')],
    ['format', [...program('prettier'), '--check', '--log-level', 'warn', '.']],
    ...(range === null ? [] : [['commits', [...program('@commitlint/cli', 'commitlint'), ...range]]]),
    ['migrations', [process.execPath, path.join(root, 'tools', 'prisma.mjs'), ...DRIFT]],
    ['knip', program('knip')],
    ['cycles', npmCommand('run', 'cycles', '--silent')],
    // Side by side, or one core would idle behind the largest project of each.
    ['lint, types, unit tests and build', nx('lint,typecheck,test,build', '--parallel=3')],
    ['int', nx('int', '--parallel=1')],
    ['e2e', nx('e2e', '--parallel=1')],
  ];
}

const DRIFT = ['migrate', 'diff', '--from-migrations', 'prisma/migrations/sqlite', '--to-schema', 'prisma/sqlite', '--exit-code'];

/** The name of the first stage that failed, or undefined. */
async function runStages() {
  for (const [name, command] of await stages()) {
    say(`${name}…`);
    const { code } = await run(command, { cwd: root, env: { TZ: 'UTC' } });
    if (code !== 0) return name;
  }
  return undefined;
}

await runTool(async () => {
  requireNode();
  await ensureSystemPackages();
  await ensureInstalled(root);
});

clearTestResults(root);
const failedStage = await runStages();
const { passed, failed, skipped } = countTests(root);
// Again at the end: thousands of lines of other tests stand between a failure and here.
for (const { file, name, said } of failedTests(root)) say(`failed: ${file}: ${name}\n${said}`);
if (failedStage !== undefined) say(`the stage "${failedStage}" failed; what it printed is above`);
// A stage without tests of its own that fails is one failure.
console.log(`${passed} passed, ${failedStage === undefined ? failed : Math.max(failed, 1)} failed, ${skipped} skipped`);
process.exitCode = failedStage === undefined && failed === 0 ? 0 : 1;
