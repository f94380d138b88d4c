// Loaded into a daemon under test (NODE_OPTIONS=--import): its wall clock can be set while it runs, the monotonic one not. Looks now and then,
// so that reading the time costs what it always costs.
import { readFileSync } from 'node:fs';

const LOOK_MS = 20;
const file = process.env['WAIAAS_TEST_WALL_CLOCK'];
const realNow = Date.now.bind(Date);

if (file !== undefined) {
  let aheadMs = 0;
  const look = () => {
    try {
      aheadMs = Number(readFileSync(file, 'utf8'));
    } catch {
      // It is being written.
    }
  };
  look();
  setInterval(look, LOOK_MS).unref();
  Date.now = () => realNow() + aheadMs;
}
