import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';
import { base58, base64 } from '@scure/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeTransactionMessage } from './looks-like-transaction.js';
import { signableMessage } from './signable-message.js';

const KEY = new Uint8Array(32).fill(7);
const SOLANA = base58.encode(KEY);
const EVM = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';

const onSolana = (text: string) => signableMessage({ chain: 'solana', wallet: SOLANA, text });
const onEvm = (text: string) => signableMessage({ chain: 'ethereum', wallet: EVM, text });
const refusalOf = (result: ReturnType<typeof onSolana>) => (result.ok ? 'none' : result.error);

interface Envelope {
  readonly version?: number;
  readonly format?: number;
  readonly signers?: readonly Uint8Array[];
  readonly text?: string;
  readonly length?: number;
  readonly more?: readonly number[];
}

function envelope({ version = 0, format = 0, signers = [KEY], text = 'Hello', length, more = [] }: Envelope = {}): Uint8Array {
  const bytes = utf8ToBytes(text);
  const stated = length ?? bytes.length;
  return Uint8Array.of(
    0xff,
    ...utf8ToBytes('solana offchain'),
    version,
    ...new Uint8Array(32),
    format,
    signers.length,
    ...signers.flatMap((signer) => [...signer]),
    stated & 0xff,
    stated >> 8,
    ...bytes,
    ...more,
  );
}

/** A message of `count` accounts with one instruction, every byte of it given or made. */
function transactionMessage(count: number, fill: number, prefix: readonly number[] = []): Uint8Array {
  const accounts = Array.from({ length: count * 32 }, (_, index) => fill + (index % 10));
  const blockhash = new Array<number>(32).fill(fill);
  return Uint8Array.of(...prefix, 1, 0, 1, count, ...accounts, ...blockhash, 1, 1, 1, 0, 4, 2, 0, 0, 0);
}

describe('a message to sign', () => {
  it('gets the prefix of EIP-191 on EVM, its length in bytes', () => {
    const signed = onEvm('é');
    expect(signed.ok && bytesToHex(signed.value)).toBe(bytesToHex(utf8ToBytes('\x19Ethereum Signed Message:\n2é')));
  });

  it('is text on EVM even where it reads like a hash', () => {
    const signed = onEvm(`0x${'ab'.repeat(32)}`);
    expect(signed.ok && signed.value.length).toBe(28 + 66);
  });

  it('is itself on Solana', () => {
    const signed = onSolana('Sign in to example.org\nNonce: 42 – 😀');
    expect(signed.ok && new TextDecoder().decode(signed.value)).toBe('Sign in to example.org\nNonce: 42 – 😀');
  });

  it.each([
    ['a null', 'a\0b'],
    ['a tab', 'a\tb'],
    ['a mark that turns the text around', 'pay \u202e001'],
    ['a space nobody sees', 'a\u200bb'],
    ['a line separator', 'a\u2028b'],
  ])('is not signed on Solana with %s in it', (_, text) => {
    expect(refusalOf(onSolana(text))).toBe('NOT_PRINTABLE');
  });

  it('is not signed empty, or with half a character, on any chain', () => {
    for (const on of [onEvm, onSolana]) {
      expect(refusalOf(on(''))).toBe('EMPTY');
      expect(refusalOf(on('a\ud83d'))).toBe('NOT_TEXT');
    }
  });
});

describe('the off-chain message format', () => {
  it.each([{}, { format: 1, text: 'Grüße\n😀' }, { format: 2, text: 'x'.repeat(2000) }, { signers: [new Uint8Array(32), KEY] }])(
    'is signed as the bytes it is: %j',
    (given) => {
      const bytes = envelope(given);
      const signed = onSolana(base64.encode(bytes));
      expect(signed.ok && bytesToHex(signed.value)).toBe(bytesToHex(bytes));
    },
  );

  it.each([
    ['of another version', { version: 1 }],
    ['of an unknown format', { format: 3 }],
    ['with more than ASCII where it says ASCII', { format: 0, text: 'é' }],
    ['with a line feed where it says ASCII', { format: 0, text: 'a\nb' }],
    ['that hides a part of its text', { format: 1, text: 'a\u202eb' }],
    ['longer than its format allows', { format: 1, text: 'x'.repeat(1300) }],
    ['that states another length', { length: 4 }],
    ['with bytes after its end', { more: [0] }],
    ['without text', { text: '' }],
    ['for other signers alone', { signers: [new Uint8Array(32).fill(9)] }],
    ['without signers', { signers: [] }],
  ])('is refused %s', (_, given: Envelope) => {
    expect(refusalOf(onSolana(base64.encode(envelope(given))))).toBe('OFFCHAIN_FORMAT');
  });

  it('is refused cut off anywhere', () => {
    const whole = envelope();
    for (let length = 16; length < whole.length; length += 1) {
      expect(refusalOf(onSolana(base64.encode(whole.subarray(0, length))))).toBe('OFFCHAIN_FORMAT');
    }
  });
});

describe('bytes of a transaction', () => {
  it('are known in each version, with tables and without', () => {
    expect(looksLikeTransactionMessage(transactionMessage(3, 65))).toBe(true);
    expect(looksLikeTransactionMessage(Uint8Array.of(...transactionMessage(3, 65, [0x80]), 0))).toBe(true);
    expect(looksLikeTransactionMessage(Uint8Array.of(...transactionMessage(3, 65, [0x81]), 1, ...KEY, 1, 0, 1, 1))).toBe(true);
  });

  it('are known even in a text of printable characters', () => {
    // 33 accounts: every count and index a character between space and tilde.
    const instruction = [33, 32, ...new Array<number>(32).fill(65), 32, ...new Array<number>(32).fill(66)];
    const instructions = Array.from({ length: 32 }, () => instruction).flat();
    const bytes = Uint8Array.of(34, 33, 32, 33, ...new Array<number>(33 * 32 + 32).fill(67), 32, ...instructions);
    const text = new TextDecoder().decode(bytes);
    expect(refusalOf(onSolana(text))).toBe('TRANSACTION');
    expect(refusalOf(onSolana(`${text}!`))).toBe('none');
  });

  it('are found in no text a person would write', () => {
    for (const length of [1, 3, 4, 36, 100, 2000])
      expect(looksLikeTransactionMessage(utf8ToBytes('A'.repeat(length)))).toBe(false);
  });

  it('are never signed as a message, whatever surrounds the shape', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const text = String.fromCharCode(...bytes);
        const signed = onSolana(text);
        if (signed.ok) expect(looksLikeTransactionMessage(signed.value)).toBe(false);
      }),
      { numRuns: 500, interruptAfterTimeLimit: 3000 },
    );
  });
});
