import type { NetworkName } from '@waiaas/core';
import { describe, expect, it } from 'vitest';
import { FixedSettings } from '../../../test/fixed-settings.js';
import { NodeShare } from './node-share.js';

const NETWORK: NetworkName = 'ethereum-sepolia';

interface Options {
  readonly isGone?: () => boolean;
  readonly network?: NetworkName;
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Work that stands still until the test ends it. */
function standing() {
  const share = new NodeShare(new FixedSettings());
  const running: { readonly who: string; readonly end: (error?: Error) => void }[] = [];
  const gather = (who: string, { isGone = () => false, network = NETWORK }: Options = {}) =>
    share.gather(
      network,
      { sessionId: who, isGone },
      () =>
        new Promise<string>((resolve, reject) => {
          running.push({
            who,
            end: (error) => {
              if (error === undefined) resolve(who);
              else reject(error);
            },
          });
        }),
    );
  const many = (count: number, who: string) => Array.from({ length: count }, () => gather(who));
  return { share, running, gather, many, whoRuns: () => running.map(({ who }) => who) };
}

describe('the share of requests in the nodes', () => {
  it('runs four of a session at once, and refuses none of thirty-two', async () => {
    const { running, many } = standing();
    const all = many(32, 'a');
    for (let ended = 0; ended < 32; ended += 1) {
      await settle();
      expect(running.length).toBe(Math.min(32, ended + 4));
      running[ended]?.end();
    }
    await expect(Promise.all(all)).resolves.toHaveLength(32);
  });

  it('lets another session begin at once while one has a queue', async () => {
    const { many, whoRuns } = standing();
    void many(32, 'greedy');
    void many(1, 'modest');
    await settle();
    expect(whoRuns()).toEqual(['greedy', 'greedy', 'greedy', 'greedy', 'modest']);
  });

  it('leaves room at the node: no more than sixteen of all sessions together, and each gets the next turn in the order of coming', async () => {
    const { running, many, whoRuns } = standing();
    for (const who of ['a', 'b', 'c', 'd', 'e', 'f']) void many(4, who);
    await settle();
    expect(whoRuns()).toHaveLength(16);
    running[0]?.end();
    await settle();
    expect(whoRuns().slice(16)).toEqual(['e']);
  });

  it('holds up no other network', async () => {
    const { gather, many, whoRuns } = standing();
    for (const who of ['a', 'b', 'c', 'd']) void many(4, who);
    void gather('elsewhere', { network: 'base-sepolia' });
    await settle();
    expect(whoRuns()).toContain('elsewhere');
  });

  it('hands the turn of one that failed to the next', async () => {
    const { running, gather, many, whoRuns } = standing();
    const failing = gather('a');
    void many(4, 'a');
    await settle();
    running[0]?.end(new Error('no node'));
    await expect(failing).rejects.toThrow('no node');
    await settle();
    expect(whoRuns()).toHaveLength(5);
  });

  it('asks nothing for a client that left while it waited, and passes its turn on', async () => {
    const { running, gather, many, whoRuns } = standing();
    const before = many(4, 'a');
    let isGone = false;
    const gone = gather('a', { isGone: () => isGone });
    const after = many(1, 'a');
    await settle();
    isGone = true;
    running[0]?.end();
    await expect(gone).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    await settle();
    expect(whoRuns()).toHaveLength(5);
    for (const { end } of running) end();
    await Promise.all([...before, ...after]);
  });
});
