import { POLICY_SETTINGS_DEFAULTS, type WhatIfBackground } from '@waiaas/policy';
import { afterEach, describe, expect, it } from 'vitest';
import { type Ask, JudgingThread } from './judging-thread.service.js';

const P = '0x1111111111111111111111111111111111111111';
const BACKGROUND: WhatIfBackground = {
  policies: [],
  history: [],
  now: 1_800_000_000,
  prices: [],
  context: {},
  settings: POLICY_SETTINGS_DEFAULTS,
  ownerState: 'NONE',
};
const REQUEST = { type: 'TRANSFER', network: 'base-sepolia', to: P, amount: '1' };
/** Takes long enough to read that a budget of a millisecond is over first. */
const LONG = {
  request: REQUEST,
  history: Array.from({ length: 10_000 }, (_, at) => ({ type: 'TRANSFER', status: 'CONFIRMED', at, usd: '1.5' })),
};

class HurriedThread extends JudgingThread {
  protected override readonly budgetMs = 1;
}

let thread = new JudgingThread();
afterEach(async () => {
  await thread.onModuleDestroy();
});

async function judge(ask: Ask): Promise<unknown> {
  const { input } = await ask({ kind: 'read', body: { request: REQUEST } });
  if (input === undefined) throw new Error('refused');
  return (await ask({ kind: 'judge', input, background: BACKGROUND })).result.tier;
}

describe('the thread that judges what-ifs', () => {
  it('reads and judges', async () => {
    thread = new JudgingThread();
    await expect(thread.inTurn('master', judge)).resolves.toBe('APPROVAL');
  });

  it('ends what takes too long with an error of its own, and judges the next request', async () => {
    thread = new HurriedThread();
    const late = thread.inTurn('master', async (ask) => ask({ kind: 'read', body: LONG }));
    await expect(late).rejects.toMatchObject({ code: 'SIMULATION_TIMEOUT' });
    thread = new JudgingThread();
    await expect(thread.inTurn('master', judge)).resolves.toBe('APPROVAL');
  });

  it('serves a request of a principal after the one before it, and another principal meanwhile', async () => {
    thread = new JudgingThread();
    const ended: string[] = [];
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = thread.inTurn('one', async () => {
      await held;
      ended.push('first');
    });
    const second = thread.inTurn('one', async (ask) => {
      await judge(ask);
      ended.push('second');
    });
    await thread.inTurn('two', async (ask) => {
      await judge(ask);
      ended.push('other');
    });
    release();
    await Promise.all([first, second]);
    expect(ended).toEqual(['other', 'first', 'second']);
  });

  it('serves a principal whose request before failed', async () => {
    thread = new JudgingThread();
    const failed = thread.inTurn('one', async () => Promise.reject(new Error('no')));
    await expect(failed).rejects.toThrow('no');
    await expect(thread.inTurn('one', judge)).resolves.toBe('APPROVAL');
  });
});
