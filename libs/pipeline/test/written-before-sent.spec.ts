import { expect, it } from 'vitest';
import { LaneBench } from './lane-bench.js';

it('has each attempt on record as being sent before its first byte leaves', async () => {
  const bench = new LaneBench();
  bench.add('a');
  bench.add('b');
  const broadcast = bench.chain.broadcast.bind(bench.chain);
  const atSending: string[] = [];
  bench.chain.broadcast = async (raw) => {
    const attempt = [...bench.store.attempts.values()].find((one) => one.raw === raw);
    atSending.push(`${attempt?.state ?? 'none'} ${bench.statuses()[attempt?.transactionId ?? ''] ?? 'none'}`);
    return broadcast(raw);
  };
  await bench.run();
  expect(atSending).toEqual(['BROADCAST SUBMITTED', 'BROADCAST SUBMITTED']);
});
