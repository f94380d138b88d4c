import { defineConfig } from 'vitest/config';

// Unit tests: no I/O, threads, libraries resolved to their sources.
export default defineConfig({
  resolve: { conditions: ['@waiaas/source', 'node', 'import', 'default'] },
  ssr: { resolve: { conditions: ['@waiaas/source', 'node', 'import', 'default'] } },
  test: {
    include: ['src/**/*.spec.{ts,tsx}', 'test/**/*.spec.ts'],
    exclude: ['**/*.int.spec.ts', '**/*.e2e.spec.ts', '**/dist/**', '**/node_modules/**'],
    environment: 'node',
    pool: 'threads',
    env: { TZ: 'UTC' },
    passWithNoTests: true,
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results/unit.json' },
  },
});
