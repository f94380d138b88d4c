import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SignatureFacts } from '@waiaas/keystore';
import type { BookStore } from './book-store.js';
import { Journal } from './journal.js';

const WALLET = 'w';
const [KEY, NEXT] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const NOW = 1_800_000_000;

class Memory implements BookStore {
  text: string | undefined;
  isFull = false;

  read(): string | undefined {
    return this.text;
  }

  append(text: string): void {
    this.#check();
    this.text = `${this.text ?? ''}${text}`;
  }

  replace(text: string): void {
    this.#check();
    this.text = text;
  }

  #check(): void {
    if (this.isFull) throw new Error('no space');
  }
}

const open = (store: BookStore, keys: readonly Buffer[] = [KEY], isFirst = false): Journal =>
  new Journal(store, keys, { isFirst, wallClock: NOW });

function sign(journal: Journal, at: number, native: bigint, slot = String(at)): void {
  journal.enter({ k: 'signed', at, wallet: WALLET, digest: `${slot}-${native}`, slot, native: native.toString() });
}

const facts = (slot: string): SignatureFacts => ({
  kind: 'evm-transaction',
  digest: 'asked',
  chain: 'c',
  outlay: { chain: 'c', slot, value: 0n, fee: 0n, payment: null, paysOnly: () => false },
});

describe('the record of signatures', () => {
  it('is the same after it was read again, and counts a slot once with its largest', () => {
    const store = new Memory();
    const journal = open(store, [KEY], true);
    sign(journal, NOW, 5n, 'a');
    sign(journal, NOW + 1, 7n, 'a');
    sign(journal, NOW + 2, 1n, 'b');
    const read = open(store);
    for (const { book } of [journal, read]) {
      expect(book.before(WALLET, facts('c'), NOW + 3)).toEqual({
        nativeToday: 8n,
        nativeInSlot: 0n,
        signaturesThisMinute: 3,
        isUnknown: false,
      });
      expect(book.before(WALLET, facts('a'), NOW + 3)).toMatchObject({ nativeToday: 1n, nativeInSlot: 7n });
    }
  });

  it('forgets after a day, not before', () => {
    const journal = open(new Memory(), [KEY], true);
    sign(journal, NOW, 5n);
    expect(journal.book.before(WALLET, facts('x'), NOW + 86_399).nativeToday).toBe(5n);
    expect(journal.book.before(WALLET, facts('x'), NOW + 86_400).nativeToday).toBe(0n);
  });

  it('never counts less than was signed, however much it is', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(80_000), fc.bigInt(1n, 9n)), { minLength: 4_100, maxLength: 6_000 }), (signed) => {
        const store = new Memory();
        const journal = open(store, [KEY], true);
        const ordered = signed.sort(([a], [b]) => a - b);
        ordered.forEach(([offset, native], index) => {
          sign(journal, NOW + offset, native, String(index));
        });
        const total = ordered.reduce((sum, [, native]) => sum + native, 0n);
        for (const { book } of [journal, open(store)]) {
          expect(book.before(WALLET, facts('x'), NOW + 80_000).nativeToday).toBe(total);
        }
      }),
      { numRuns: 3 },
    );
  });

  it('is read under the key before, and written anew under the present one', () => {
    const store = new Memory();
    sign(open(store, [KEY], true), NOW, 5n);
    const renewed = open(store, [NEXT, KEY]);
    expect(renewed.book.before(WALLET, facts('x'), NOW)).toMatchObject({ nativeToday: 5n, isUnknown: false });
    sign(renewed, NOW, 6n, 'y');
    expect(open(store, [NEXT]).book.before(WALLET, facts('x'), NOW)).toMatchObject({ nativeToday: 11n, isUnknown: false });
    renewed.rekey(KEY, NOW);
    expect(open(store, [KEY]).book.before(WALLET, facts('x'), NOW)).toMatchObject({ nativeToday: 11n, isUnknown: false });
  });

  it('is unknown for a day after any change of one character', () => {
    const store = new Memory();
    const journal = open(store, [KEY], true);
    sign(journal, NOW, 5n);
    sign(journal, NOW, 6n, 'y');
    const whole = store.text ?? '';
    fc.assert(
      fc.property(fc.nat(whole.length - 2), (at) => {
        store.text = `${whole.slice(0, at)}${whole.charAt(at) === '0' ? '1' : '0'}${whole.slice(at + 1)}`;
        const { book } = open(store);
        expect(book.before(WALLET, facts('x'), NOW).isUnknown).toBe(true);
        expect(open(store).book.before(WALLET, facts('x'), NOW + 86_399).isUnknown).toBe(true);
        expect(open(store).book.before(WALLET, facts('x'), NOW + 86_400).isUnknown).toBe(false);
      }),
    );
  });

  it('enters nothing that it could not keep, and goes on once it can', () => {
    const store = new Memory();
    const journal = open(store, [KEY], true);
    store.isFull = true;
    expect(() => {
      sign(journal, NOW, 5n);
    }).toThrow('no space');
    expect(journal.book.before(WALLET, facts('x'), NOW).nativeToday).toBe(0n);
    store.isFull = false;
    store.text = `${store.text ?? ''}half a li`;
    sign(journal, NOW, 6n);
    expect(open(store).book.before(WALLET, facts('x'), NOW)).toMatchObject({ nativeToday: 6n, isUnknown: false });
  });
});
