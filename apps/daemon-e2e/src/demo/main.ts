import { approval, delayed, denied, evidence, instant, notify, restarted } from './acts.js';
import { DemoWorld } from './demo-world.js';
import { Narrator } from './narrator.js';
import { setUp } from './set-up.js';

const world = new DemoWorld();
const tell = new Narrator();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void world.end().then(() => process.exit(signal === 'SIGINT' ? 130 : 143));
  });
}

tell.title('WAIaaS: an agent pays, and people keep the say. Everything here runs on this machine; no real coin moves.');
try {
  const stage = await setUp(world, tell);
  for (const act of [instant, notify, delayed, approval, denied, restarted, evidence]) await act(stage);
  tell.title('That was it. Everything is stopped and removed. `npm start` runs the daemon for you.');
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`\nThe demo broke off: ${error instanceof Error ? error.message : String(error)}\n`);
} finally {
  await world.end();
}
