import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const LONGEST = ['compose', 'kill-points', 'backup', 'waits-over-restarts', 'namespaces', 'random-kills', 'restore-kills'];

/** Begins with what takes longest, so that nothing long is left over for one worker at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const index = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.e2e.spec.ts`));
      return index === -1 ? LONGEST.length : index;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

// End to end: the built programs as a user starts them, against real chain nodes. Two files at once, and a worker keeps the libraries
// for its files, as with integration tests. The specs themselves take the libraries from their sources, like all specs.
export default defineConfig({
  resolve: { conditions: ['@waiaas/source', 'node', 'import', 'default'] },
  ssr: { resolve: { conditions: ['@waiaas/source', 'node', 'import', 'default'] } },
  test: {
    include: ['src/**/*.e2e.spec.ts', 'test/**/*.e2e.spec.ts'],
    exclude: ['**/dist/**', '**/node_modules/**'],
    environment: 'node',
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 120_000,
    hookTimeout: 300_000,
    env: { TZ: 'UTC' },
    passWithNoTests: true,
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results/e2e.json' },
  },
});
