import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

const FOLDER = 'test-results';

function projects(root) {
  const nested = ['apps', 'libs'].flatMap((parent) =>
    readdirSync(path.join(root, parent)).map((name) => path.join(root, parent, name)),
  );
  return [...nested, path.join(root, 'tools')].map((folder) => path.join(folder, FOLDER)).filter((folder) => existsSync(folder));
}

/** What the test runner wrote, one report for each run of a project. */
function reports(root) {
  const files = projects(root).flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)));
  return files.map((file) => JSON.parse(readFileSync(file, 'utf8')));
}

/** Forgets earlier results; those of cached runs come back with the cache. */
export function clearTestResults(root) {
  for (const folder of projects(root)) rmSync(folder, { recursive: true });
}

/** Whether the file could not be loaded, or what surrounds its tests (setting up, clearing away) failed. */
const failedItself = ({ status, assertionResults }) =>
  status === 'failed' && !assertionResults.some(({ status: one }) => one === 'failed');

/** Over all projects. A file that fails while none of its tests does counts as one failure. */
export function countTests(root) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { numPassedTests, numFailedTests, numPendingTests = 0, testResults } of reports(root)) {
    counts.passed += numPassedTests;
    counts.skipped += numPendingTests;
    counts.failed += numFailedTests + testResults.filter(failedItself).length;
  }
  return counts;
}

/** Of each failure: its file from the root, its name, and what it said. */
export function failedTests(root) {
  return reports(root).flatMap(({ testResults }) =>
    testResults.flatMap((result) => {
      const file = path.relative(root, result.name);
      if (failedItself(result)) return [{ file, name: '(outside its tests)', said: result.message }];
      const failed = result.assertionResults.filter(({ status }) => status === 'failed');
      return failed.map(({ fullName, failureMessages }) => ({ file, name: fullName, said: failureMessages.join('\n') }));
    }),
  );
}
