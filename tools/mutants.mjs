// `npm run mutants [-- --only text] [-- --list]`: takes each guard of the code that moves money away, one at a time, and shows that a test
// notices. Ends with 1 where one does not. The sources are not touched.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freezeGuardsIn, guardsIn, neighbourGuardsIn } from './mutants/guards.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
const RUN_MS = 180_000;

/** Where guards are looked for, and the specs that are to notice. */
const AREAS = [
  ...['outbox', 'kill-switch'].map((name) => ({
    project: 'apps/daemon',
    folder: `src/modules/${name}`,
    files: /\.(?:repository|service)\.ts$/,
    specs: [`src/modules/${name}/*.guards.int.spec.ts`],
  })),
  { project: 'apps/daemon', folder: 'src/modules/audit', specs: ['src/modules/audit/*.guards.int.spec.ts'] },
  {
    project: 'apps/daemon',
    folder: 'src/modules/transactions',
    specs: ['src/modules/transactions/*.guards.int.spec.ts', 'src/modules/transactions/attempt-updates.repository.int.spec.ts'],
  },
  {
    project: 'apps/daemon',
    folder: 'src/infra/prisma',
    files: /^readable-sql\.ts$/,
    find: neighbourGuardsIn,
    specs: ['src/modules/transactions/damaged-rows.repository.int.spec.ts'],
  },
  { project: 'libs/pipeline', folder: 'src/stages', specs: ['test/lane-*.spec.ts', 'test/written-before-sent.spec.ts'] },
  {
    project: 'apps/signer',
    folder: 'src/ceilings',
    files: /(?<!\.spec)\.ts$/,
    find: freezeGuardsIn,
    specs: ['src/ceilings/signer-freeze.spec.ts'],
  },
  {
    project: 'apps/signer',
    folder: 'src/vault',
    files: /(?<!\.spec)\.ts$/,
    find: freezeGuardsIn,
    specs: ['src/vault/vault-freeze.int.spec.ts'],
  },
  {
    project: 'libs/keystore',
    folder: 'src/ceiling',
    files: /^frozen-shape\.ts$/,
    find: freezeGuardsIn,
    specs: ['src/ceiling/frozen-shape.spec.ts'],
  },
];

function guardsOf({ project, folder, specs, files: isSearched = /\.(?:repository|stage)\.ts$/, find = guardsIn }) {
  const directory = path.join(root, project, folder);
  const files = readdirSync(directory).filter((name) => isSearched.test(name));
  return files.sort().flatMap((name) => {
    const file = path.join(directory, name);
    const source = readFileSync(file, 'utf8');
    const lineOf = (at) => source.slice(0, at).split('\n').length;
    return find(name, source).map((guard) => ({
      ...guard,
      ...{ file, project, specs, where: `${path.join(project, folder, name)}:${String(lineOf(guard.start))}` },
      shown: source.slice(guard.start, guard.end).replace(/\s+/g, ' ').trim().slice(0, 90),
    }));
  });
}

/** Whether the specs pass, with a guard away or with all in place. */
function passes({ project, specs, file, start, end, text }) {
  const mutant = file === undefined ? null : { file, start, end, text };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [vitest, 'run', '--config', path.join(root, 'tools', 'mutants', 'vitest.config.mjs'), '--root', '.'],
    {
      cwd: path.join(root, project),
      env: { ...process.env, WAIAAS_TEST_MUTANT: JSON.stringify(mutant), WAIAAS_TEST_MUTANT_SPECS: JSON.stringify(specs) },
      timeout: RUN_MS,
      encoding: 'utf8',
    },
  );
  if (mutant === null && status !== 0) throw new Error(`the specs of ${project} fail as they are:\n${stdout}\n${stderr}`);
  return status === 0;
}

const options = process.argv.slice(2);
const only = options.includes('--only') ? options[options.indexOf('--only') + 1] : '';
const areas = AREAS.map((area) => ({
  area,
  guards: guardsOf(area).filter(({ where, shown }) => `${where} ${shown}`.includes(only)),
}));

const missed = [];
for (const { area, guards } of areas) {
  if (guards.length > 0 && !options.includes('--list')) passes(area);
  for (const guard of guards) {
    const verdict = options.includes('--list') ? 'found' : passes(guard) ? 'MISSED' : 'noticed';
    if (verdict === 'MISSED') missed.push(guard);
    console.log(`${verdict.padEnd(8)} ${guard.where}  ${guard.kind}: ${guard.shown}`);
  }
}
const total = areas.reduce((sum, { guards }) => sum + guards.length, 0);
console.log(`${String(total)} guards, ${String(missed.length)} of which no test misses when they are gone`);
if (total === 0 || missed.length > 0) process.exitCode = 1;
