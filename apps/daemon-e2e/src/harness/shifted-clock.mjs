// Loaded into a daemon under test (NODE_OPTIONS=--import): time is `+<ms>` ahead of the real one, or stands at `=<ms>`. As if it had
// really gone by, so the monotonic clock that the daemon observes time with (`process.hrtime.bigint`) moves too; timers do not.
import { readFileSync } from 'node:fs';

const file = process.env['WAIAAS_TEST_CLOCK'];
const realNow = Date.now.bind(Date);

if (file !== undefined) {
  Date.now = () => {
    const text = readFileSync(file, 'utf8');
    return Number(text.slice(1)) + (text.startsWith('=') ? 0 : realNow());
  };
  process.hrtime.bigint = () => BigInt(Date.now()) * 1_000_000n;
}
