import { defineConfig } from 'vitest/config';

// Integration tests: real databases, real nodes, child processes. One file at a time per project keeps two cores honest.
export default defineConfig({
  resolve: { conditions: ['@waiaas/source', 'node', 'import', 'default'] },
  ssr: { resolve: { conditions: ['@waiaas/source', 'node', 'import', 'default'] } },
  test: {
    include: ['src/**/*.int.spec.ts', 'test/**/*.int.spec.ts'],
    exclude: ['**/dist/**', '**/node_modules/**'],
    environment: 'node',
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    env: { TZ: 'UTC' },
    passWithNoTests: true,
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results/int.json' },
  },
});
