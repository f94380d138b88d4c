// Loaded into a program under test (NODE_OPTIONS=--import): it dies by SIGKILL just before its nth change of a name or file in the data
// directory, where that number is given, and writes down how many there were where it is not. Whatever it does through SQLite is not
// counted: that is one transaction or none.
import fs, { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { WAIAAS_TEST_KILL_AT: killAt, WAIAAS_TEST_CALLS: record, WAIAAS_TEST_ROOT: root } = process.env;
const CHANGES = [
  'mkdirSync',
  'rmSync',
  'linkSync',
  'renameSync',
  'copyFileSync',
  'writeSync',
  'writeFileSync',
  'fsyncSync',
  'chmodSync',
];
const BY_DESCRIPTOR = new Set(['writeSync', 'fsyncSync']);
let calls = 0;

if (root !== undefined) {
  for (const name of CHANGES) {
    const real = fs[name];
    fs[name] = (...given) => {
      const isInside = BY_DESCRIPTOR.has(name) || given.some((each) => typeof each === 'string' && each.startsWith(root));
      if (isInside) {
        calls += 1;
        if (String(calls) === killAt) process.kill(process.pid, 'SIGKILL');
        if (record !== undefined) appendFileSync(record, `${name}\n`);
      }
      return real(...given);
    };
  }
  syncBuiltinESMExports();
}
