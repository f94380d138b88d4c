import { describe, expect, it } from 'vitest';
import { bitString, integer, octetString, oid, pem, sequence, time } from './der.js';

const hex = (bytes: Buffer) => bytes.toString('hex');

describe('DER', () => {
  it.each([
    [[0], '020100'],
    [[0x7f], '02017f'],
    [[0x80], '02020080'],
    [[0, 0, 1], '020101'],
    [[0x01, 0x00], '02020100'],
  ])('writes the number of bytes %j as short as it is, and never negative', (bytes, expected) => {
    expect(hex(integer(Buffer.from(bytes)))).toBe(expected);
  });

  it('writes lengths in the short form below 128 and in the long form from there on', () => {
    expect(hex(octetString(Buffer.alloc(127)).subarray(0, 2))).toBe('047f');
    expect(hex(octetString(Buffer.alloc(128)).subarray(0, 3))).toBe('048180');
    expect(hex(octetString(Buffer.alloc(300)).subarray(0, 4))).toBe('0482012c');
  });

  it('writes object identifiers as X.690 §8.19 has them', () => {
    expect(hex(oid('1.2.840.10045.4.3.2'))).toBe('06082a8648ce3d040302');
    expect(hex(oid('2.5.29.15'))).toBe('0603551d0f');
  });

  it('writes times short until 2049 and long from 2050 on', () => {
    expect(time(new Date('2026-11-28T02:03:04.567Z')).toString('latin1').slice(2)).toBe('261128020304Z');
    expect(time(new Date('2050-01-01T00:00:00Z')).toString('latin1').slice(2)).toBe('20500101000000Z');
  });

  it('nests, counts unused bits, and wraps to 64 columns', () => {
    expect(hex(sequence(sequence(), bitString(Buffer.from([0x80]), 7)))).toBe('3006300003020780');
    expect(
      pem('X', Buffer.alloc(60))
        .split('\n')
        .map((line) => line.length),
    ).toEqual([17, 64, 16, 15, 0]);
  });
});
