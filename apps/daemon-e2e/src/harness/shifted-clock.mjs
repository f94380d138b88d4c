// Loaded into a daemon under test (NODE_OPTIONS=--import): its wall clock is the real one plus the seconds in a file.
import { readFileSync } from 'node:fs';

const file = process.env['WAIAAS_TEST_CLOCK'];
const realNow = Date.now.bind(Date);

if (file !== undefined) {
  Date.now = () => realNow() + Number(readFileSync(file, 'utf8')) * 1000;
}
