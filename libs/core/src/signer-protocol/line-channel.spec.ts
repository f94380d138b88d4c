import { hmac } from '@noble/hashes/hmac';
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  deriveLineKeys,
  LineChannelError,
  LineReader,
  LineSplitter,
  LineWriter,
  MAX_LINE_LENGTH,
  type LineMac,
} from './line-channel.js';

const macOf =
  (key: string): LineMac =>
  (text) =>
    bytesToHex(hmac(sha256, utf8ToBytes(key), utf8ToBytes(text)));

const reasonOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof LineChannelError) return error.reason;
    throw error;
  }
  return 'accepted';
};

const lineOf = (writer: LineWriter, message: object): string => writer.write(message).slice(0, -1);

describe('the lines between daemon and signer', () => {
  it('carry any JSON object unchanged, on one line each', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()), { maxLength: 5 }), (payloads) => {
        const writer = new LineWriter(macOf('k'));
        const reader = new LineReader(macOf('k'));
        payloads.forEach((payload, index) => {
          const line = writer.write({ id: index, payload });
          expect(line.indexOf('\n')).toBe(line.length - 1);
          const expected: unknown = JSON.parse(JSON.stringify({ seq: index + 1, id: index, payload }));
          expect(reader.read(line.slice(0, -1))).toEqual(expected);
        });
      }),
    );
  });

  it('are refused after any change of one character', () => {
    const line = lineOf(new LineWriter(macOf('k')), { id: 1, method: 'ping', params: {} });
    fc.assert(
      fc.property(fc.nat(line.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, char) => {
        fc.pre(line.charAt(at) !== char);
        const changed = line.slice(0, at) + char + line.slice(at + 1);
        expect(['mac', 'malformed']).toContain(reasonOf(() => new LineReader(macOf('k')).read(changed)));
      }),
    );
  });

  it('are refused under the key of the other direction', () => {
    const line = lineOf(new LineWriter(macOf('to-signer')), { id: 1 });
    expect(reasonOf(() => new LineReader(macOf('to-daemon')).read(line))).toBe('mac');
  });

  it('are refused when repeated, left out or swapped', () => {
    const writer = new LineWriter(macOf('k'));
    const [first, second] = [lineOf(writer, { id: 1 }), lineOf(writer, { id: 2 })];
    const reader = new LineReader(macOf('k'));
    expect(reasonOf(() => reader.read(second))).toBe('sequence');
    const fresh = new LineReader(macOf('k'));
    fresh.read(first);
    expect(reasonOf(() => fresh.read(first))).toBe('sequence');
  });

  it('are refused without a MAC, and when too long', () => {
    expect(reasonOf(() => new LineReader(macOf('k')).read('{"seq":1,"id":1}'))).toBe('malformed');
    expect(reasonOf(() => new LineReader(macOf('k')).read('x'.repeat(MAX_LINE_LENGTH + 1)))).toBe('too-long');
  });

  it('come whole out of a stream however it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string().map((text) => text.replaceAll('\n', ''))), fc.array(fc.nat(50)), (lines, cuts) => {
        const splitter = new LineSplitter();
        const text = lines.map((line) => `${line}\n`).join('');
        const out: string[] = [];
        let at = 0;
        for (const cut of [...cuts, text.length]) {
          out.push(...splitter.push(text.slice(at, at + cut)));
          at += cut;
        }
        expect(out).toEqual(lines);
      }),
    );
  });

  it('end a stream whose line never ends', () => {
    const splitter = new LineSplitter();
    expect(reasonOf(() => splitter.push('x'.repeat(MAX_LINE_LENGTH + 1)))).toBe('too-long');
  });

  it('get a key of their own for each direction and each connection', () => {
    const keys = [deriveLineKeys('a'.repeat(64), 'b'.repeat(64)), deriveLineKeys('a'.repeat(64), 'c'.repeat(64))];
    const texts = keys.flatMap((pair) => [bytesToHex(pair.toSigner), bytesToHex(pair.toDaemon)]);
    expect(new Set(texts).size).toBe(4);
  });
});
