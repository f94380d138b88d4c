import { beforeEach, describe, expect, it } from 'vitest';
import { DataKey, type OpenedKey, type Outlay, type SignatureFacts } from '@waiaas/keystore';
import type { BookEntry } from './book-entry.js';
import { CeilingKeeper } from './ceiling-keeper.js';
import { Freeze } from './freeze.js';

const WALLET = 'w';
const [OWNER, THIEF] = ['0x52908400098527886E0F7030069857D2E4169EE7', '0x1111111111111111111111111111111111111111'];
const NAMED = { [WALLET]: OWNER };
const LATER = { [WALLET]: THIEF };

/** What the signer keeps, and the file beside it. */
class Kept {
  readonly entries: BookEntry[] = [];
  isFull = false;
  isOrdered = false;
  now = 100;

  freeze(frozen?: { readonly at: number; readonly owners: Readonly<Record<string, string>> }): Freeze {
    return new Freeze({
      frozen,
      now: () => this.now,
      enter: (entry) => {
        if (this.isFull) throw new Error('no space');
        this.entries.push(entry);
      },
      isOrdered: () => this.isOrdered,
    });
  }
}

let kept: Kept;
let freeze: Freeze;
beforeEach(() => {
  kept = new Kept();
  freeze = kept.freeze();
});

describe('a freeze', () => {
  it('is in force when it is ordered, not before, and is written down once', () => {
    expect(freeze.isInForce()).toBe(false);
    expect(freeze.begin(NAMED)).toBe(true);
    expect([freeze.isInForce(), freeze.begin(NAMED), freeze.begin({})]).toEqual([true, true, true]);
    expect(kept.entries).toEqual([{ k: 'frozen', at: 100, owners: NAMED }]);
  });

  it('that the record tells of is in force, and is not written again', () => {
    freeze = kept.freeze({ at: 50, owners: NAMED });
    expect([freeze.isInForce(), freeze.begin({}), freeze.ownerOf(WALLET)]).toEqual([true, true, OWNER]);
    expect(kept.entries).toEqual([]);
  });

  it('names its owners with the order, and nobody names others later', () => {
    freeze.begin(NAMED);
    freeze.begin(LATER);
    expect([freeze.ownerOf(WALLET), freeze.ownerOf('other'), freeze.ownerOf('toString')]).toEqual([OWNER, null, null]);
  });

  it('is in force where the disk takes nothing, says so, and is written as soon as it can be', () => {
    kept.isFull = true;
    expect([freeze.begin(NAMED), freeze.isInForce(), freeze.begin(NAMED)]).toEqual([false, true, false]);
    kept.isFull = false;
    expect([freeze.begin(NAMED), kept.entries.length]).toEqual([true, 1]);
  });
});

describe('a freeze by the file', () => {
  beforeEach(() => {
    kept.isOrdered = true;
  });

  it('is seen by whoever asks, is written once, and stays when the file is gone', () => {
    expect([freeze.isInForce(), freeze.isInForce(), freeze.isInForce()]).toEqual([true, true, true]);
    kept.isOrdered = false;
    expect(freeze.isInForce()).toBe(true);
    expect(kept.entries).toEqual([{ k: 'frozen', at: 100, owners: {} }]);
  });

  it.each([
    [5, OWNER],
    [6, null],
  ])('has its owners named within five seconds: after %d it pays %s', (seconds, owner) => {
    freeze.isInForce();
    kept.now += seconds;
    freeze.begin(NAMED);
    expect(freeze.ownerOf(WALLET)).toBe(owner);
    freeze.begin(LATER);
    expect(freeze.ownerOf(WALLET)).toBe(owner);
  });
});

describe('the end of a freeze', () => {
  it('is on the record before it counts', () => {
    freeze.begin(NAMED);
    kept.isFull = true;
    expect(() => {
      freeze.end();
    }).toThrow('no space');
    expect([freeze.isInForce(), freeze.ownerOf(WALLET)]).toEqual([true, OWNER]);
    kept.isFull = false;
    freeze.end();
    expect([freeze.isInForce(), freeze.ownerOf(WALLET)]).toEqual([false, null]);
    expect(kept.entries.map(({ k }) => k)).toEqual(['frozen', 'thawed']);
    expect([freeze.begin(LATER), freeze.ownerOf(WALLET), kept.entries.length]).toEqual([true, THIEF, 3]);
  });

  it('is refused while the file is there', () => {
    kept.isOrdered = true;
    freeze.isInForce();
    expect(() => {
      freeze.end();
    }).toThrow(expect.objectContaining({ code: 'INVALID_STATE_TRANSITION', details: { reason: 'FREEZE_FILE' } }) as Error);
    kept.isOrdered = false;
    expect(freeze.isInForce()).toBe(true);
  });

  it('is nothing to write down where there is none', () => {
    freeze.end();
    expect(kept.entries).toEqual([]);
  });
});

describe('the record of a freeze', () => {
  it('has it however often it is written anew, and its end as well', () => {
    let text: string | undefined;
    const store = {
      read: () => text,
      append: (line: string) => void (text = `${text ?? ''}${line}`),
      replace: (whole: string) => void (text = whole),
    };
    const dataKey = DataKey.random(1);
    // Every start writes it anew.
    const start = (): Freeze =>
      new CeilingKeeper(store, dataKey, { isFirst: text === undefined, isFreezeOrdered: () => false }).freeze;
    start().begin(NAMED);
    for (let starts = 0; starts < 3; starts += 1) {
      const again = start();
      expect([again.isInForce(), again.ownerOf(WALLET)]).toEqual([true, OWNER]);
    }
    start().end();
    expect([start().isInForce(), start().isInForce()]).toEqual([false, false]);
  });
});

describe('a signature while everything is frozen', () => {
  const limits = { chainIds: null, maxNativePerSignature: null, maxNativePerDay: null, maxFeePerSignature: null };
  const ceiling = { ...limits, signaturesPerMinute: null, kinds: null, owner: null };
  const keyOf = (owner: string | null) =>
    ({
      identity: { walletId: WALLET, chain: 'ethereum', environment: 'testnet' },
      address: '0x2222222222222222222222222222222222222222',
      ceiling: { ...ceiling, owner },
    }) as unknown as OpenedKey;
  const outlayTo = (to: string): Outlay => ({
    ...{ chain: 'eip155:1', slot: 's', value: 5n, fee: 1n, payment: null },
    paysOnly: (address) => address === to,
  });

  let keeper: CeilingKeeper;
  beforeEach(() => {
    const store = { read: () => undefined, append: () => undefined, replace: () => undefined };
    keeper = new CeilingKeeper(store, DataKey.random(1), { isFirst: true, isFreezeOrdered: () => kept.isOrdered });
  });

  function outcome(outlay: Outlay | null, owner: string | null = null): unknown {
    const facts: SignatureFacts = { kind: 'evm-transaction', digest: 'd', chain: 'eip155:1', outlay };
    try {
      keeper.admission(keyOf(owner))(facts);
      return 'signed';
    } catch (error) {
      return (error as { code?: unknown }).code;
    }
  }

  it('is made for nobody but the owner who was named, and no message is', () => {
    expect([outcome(outlayTo(THIEF)), outcome(null)]).toEqual(['signed', 'signed']);
    keeper.freeze.begin(NAMED);
    expect([outcome(outlayTo(THIEF)), outcome(null), outcome(outlayTo(OWNER))]).toEqual([
      'SYSTEM_LOCKED',
      'SYSTEM_LOCKED',
      'signed',
    ]);
  });

  it('is made for the owner in the key before the one who was named', () => {
    keeper.freeze.begin(LATER);
    expect([outcome(outlayTo(OWNER), OWNER), outcome(outlayTo(THIEF), OWNER)]).toEqual(['signed', 'SYSTEM_LOCKED']);
  });

  it('is refused because of the file alone', () => {
    kept.isOrdered = true;
    expect(outcome(outlayTo(OWNER))).toBe('SYSTEM_LOCKED');
  });
});
