import { defineConfig } from 'vitest/config';

// End to end: the built programs as a user starts them, against real chain nodes. One file at a time. The specs themselves take
// the libraries from their sources, like all specs.
export default defineConfig({
  resolve: { conditions: ['@waiaas/source', 'node', 'import', 'default'] },
  ssr: { resolve: { conditions: ['@waiaas/source', 'node', 'import', 'default'] } },
  test: {
    include: ['src/**/*.e2e.spec.ts', 'test/**/*.e2e.spec.ts'],
    exclude: ['**/dist/**', '**/node_modules/**'],
    environment: 'node',
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    env: { TZ: 'UTC' },
    passWithNoTests: true,
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results/e2e.json' },
  },
});
