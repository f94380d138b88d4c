// Loaded into a daemon under test (NODE_OPTIONS=--import): its wall clock is `+<ms>` ahead of the real one, or stands at `=<ms>`.
import { readFileSync } from 'node:fs';

const file = process.env['WAIAAS_TEST_CLOCK'];
const realNow = Date.now.bind(Date);

if (file !== undefined) {
  Date.now = () => {
    const text = readFileSync(file, 'utf8');
    return Number(text.slice(1)) + (text.startsWith('=') ? 0 : realNow());
  };
}
