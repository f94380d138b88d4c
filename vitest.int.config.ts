import { defineConfig } from 'vitest/config';

// Integration tests: real databases, real nodes, child processes. Two files at once: they wait more than they work. A worker loads
// the libraries once and keeps them for its files (loading took half of the time), so no spec may replace a module or leave a trace
// in a global.
export default defineConfig({
  resolve: { conditions: ['@waiaas/source', 'node', 'import', 'default'] },
  ssr: { resolve: { conditions: ['@waiaas/source', 'node', 'import', 'default'] } },
  test: {
    include: ['src/**/*.int.spec.ts', 'test/**/*.int.spec.ts'],
    exclude: ['**/dist/**', '**/node_modules/**'],
    environment: 'node',
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    env: { TZ: 'UTC' },
    passWithNoTests: true,
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results/int.json' },
  },
});
