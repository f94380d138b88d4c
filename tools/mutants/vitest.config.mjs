import { defineConfig } from 'vitest/config';

const mutant = JSON.parse(process.env.WAIAAS_TEST_MUTANT ?? 'null');
const conditions = ['@waiaas/source', 'node', 'import', 'default'];

// The sources stay as they are: one of them is read with a guard taken away.
const withoutGuard = {
  name: 'without-guard',
  enforce: 'pre',
  transform: (code, id) =>
    mutant !== null && id.split('?')[0] === mutant.file
      ? code.slice(0, mutant.start) + mutant.text + code.slice(mutant.end)
      : undefined,
};

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  plugins: [withoutGuard],
  test: {
    include: JSON.parse(process.env.WAIAAS_TEST_MUTANT_SPECS ?? '[]'),
    environment: 'node',
    pool: 'forks',
    isolate: false,
    maxWorkers: 1,
    bail: 1,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    env: { TZ: 'UTC' },
    reporters: ['dot'],
  },
});
