import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { ANVIL_FUNDER } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SeededRandom } from '../src/harness/seeded-random.js';
import { check, type Findings } from '../src/torture/check.js';
import type { Requested } from '../src/torture/client.js';
import { parseOptions } from '../src/torture/options.js';
import { sufferCycles } from '../src/torture/run-torture.js';
import { TortureWorld } from '../src/torture/torture-world.js';

const CYCLES = 24;
/** Beyond this no more is begun, however slow the machine. */
const BUDGET_MINUTES = 0.4;
const TEST_MS = 300_000;
const NOTHING = { doublePayments: [], lostRequests: [], limitOverruns: [], untrueRows: [] };

const { seed } = SeededRandom.fromEnvironment('WAIAAS_TEST_TORTURE_SEED');
let world: TortureWorld;
let requests: readonly Requested[];
/** Who was paid on Ethereum. */
let somebody: Requested | undefined;

beforeAll(async () => {
  world = await TortureWorld.start();
});
afterAll(async () => {
  await world.stop();
});

const faultsOf = ({ doublePayments, lostRequests, limitOverruns, untrueRows }: Findings) => ({
  ...{ doublePayments, lostRequests, limitOverruns, untrueRows },
});

/** What a daemon would have done that errs: written behind its back, and taken back. */
async function whileDatabase<T>(change: string, undo: string, look: () => Promise<T>): Promise<T> {
  const db = new Sqlite(path.join(world.daemon.dataDir, 'data', 'waiaas.db'), { timeout: 30_000 });
  try {
    db.exec(change);
    return await look();
  } finally {
    db.exec(undo);
    db.close();
  }
}

it('pays once, loses nothing and tells the truth, whatever goes wrong', { timeout: TEST_MS }, async () => {
  const options = { seed, cycles: CYCLES, minutes: BUDGET_MINUTES, only: [] };
  const log: string[] = [`seed ${String(seed)}`];
  ({ requests } = await sufferCycles(world, options, (line) => log.push(line)));
  const findings = await check(world, requests);
  expect({ log, ...faultsOf(findings) }).toEqual({ log, ...NOTHING });
  // Where clients were turned away all along, nothing was proven.
  expect(findings.accepted).toBeGreaterThan(findings.requested / 3);
  const paid = await Promise.all(requests.map(({ wallet, to }) => wallet.network.balance(to)));
  somebody = requests.find(({ wallet }, index) => wallet.network === world.ethereum && (paid[index] ?? 0n) > 0n);
});

describe('the checker', () => {
  const paid = (): Requested => {
    if (somebody === undefined) throw new Error('nobody was paid');
    return somebody;
  };
  const look = async () => faultsOf(await check(world, requests));

  it('finds a row that says something else than the chain', async () => {
    const { answer } = paid();
    const where = `WHERE id = '${answer.id ?? ''}'`;
    const faults = await whileDatabase(
      `UPDATE transactions SET status = 'DENIED' ${where}`,
      `UPDATE transactions SET status = 'CONFIRMED' ${where}`,
      look,
    );
    expect(faults).toMatchObject({ untrueRows: [expect.stringContaining('DENIED')], lostRequests: [] });
  });

  it('finds a request that was accepted and is gone, and one that never ends', async () => {
    const gone = { ...paid(), answer: { status: 201, id: '0198f1aa-0000-7000-8000-000000000001' } };
    expect(faultsOf(await check(world, [gone])).lostRequests).toEqual([`${gone.key}: accepted, and no row`]);
    const where = `WHERE id = '${paid().answer.id ?? ''}'`;
    const faults = await whileDatabase(
      `UPDATE transactions SET status = 'PENDING' ${where}`,
      `UPDATE transactions SET status = 'CONFIRMED' ${where}`,
      look,
    );
    expect(faults.lostRequests).toEqual([expect.stringContaining('PENDING for ever')]);
  });

  it('finds somebody who was paid twice, and a limit that was passed', async () => {
    const { to, wallet, key } = paid();
    await world.ethereum.node.rpc('eth_sendTransaction', {
      ...{ from: ANVIL_FUNDER, to, gasPrice: `0x${(10n ** 11n).toString(16)}` },
      value: `0x${wallet.amount.toString(16)}`,
    });
    await world.ethereum.node.mine();
    expect((await look()).doublePayments).toEqual([expect.stringContaining(`${key}: paid`)]);
    Object.assign(wallet, { mostPayments: 0n });
    // Of each session that paid from it: one that was revoked got a successor.
    const { limitOverruns } = await look();
    expect(limitOverruns).not.toEqual([]);
    expect(limitOverruns.filter((line) => !line.startsWith(wallet.id))).toEqual([]);
  });
});

describe('the options of torture', () => {
  it('are read, and refused with how to write them', () => {
    const parse = (...args: string[]) => parseOptions(args, () => 7);
    expect(parse()).toEqual({ seed: 7, minutes: 5, cycles: Infinity, only: [] });
    expect(parse('--cycles', '3', '--only', 'kill,disk', '--seed', '9')).toEqual({
      ...{ seed: 9, minutes: Infinity, cycles: 3, only: ['kill', 'disk'] },
    });
    for (const bad of [['--minutes'], ['--minutes', '0'], ['--cycles', '-1'], ['--all', '1']])
      expect(() => parse(...bad)).toThrow('npm run torture');
  });
});
