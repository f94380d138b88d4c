import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

const FOLDER = 'test-results';

function projects(root) {
  const nested = ['apps', 'libs'].flatMap((parent) =>
    readdirSync(path.join(root, parent)).map((name) => path.join(root, parent, name)),
  );
  return [...nested, path.join(root, 'tools')].map((folder) => path.join(folder, FOLDER)).filter((folder) => existsSync(folder));
}

/** Forgets earlier results; those of cached runs come back with the cache. */
export function clearTestResults(root) {
  for (const folder of projects(root)) rmSync(folder, { recursive: true });
}

/** What the test runner wrote, over all projects. A file that could not even be loaded counts as one failure. */
export function countTests(root) {
  const files = projects(root).flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)));
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of files) {
    const { numPassedTests, numFailedTests, numPendingTests = 0, testResults } = JSON.parse(readFileSync(file, 'utf8'));
    const unloadable = testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0);
    counts.passed += numPassedTests;
    counts.skipped += numPendingTests;
    counts.failed += numFailedTests + unloadable.length;
  }
  return counts;
}
