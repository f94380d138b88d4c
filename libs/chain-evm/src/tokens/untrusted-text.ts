import { decodeAbiParameters } from 'viem';

// Controls, format characters (bidirectional overrides, zero-width joiners), line and paragraph separators, unpaired surrogates.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text a contract gave about itself, fit for one line: nothing invisible, at most `limit` code points. A `string`, or the bytes32 of older tokens. */
export function contractText(data: `0x${string}`, limit: number): string {
  const text = decodeString(data) ?? decodeBytes32(data) ?? '';
  return Array.from(text.replace(UNPRINTABLE, '').trim()).slice(0, limit).join('');
}

function decodeString(data: `0x${string}`): string | undefined {
  try {
    return decodeAbiParameters([{ type: 'string' }], data)[0];
  } catch {
    return undefined;
  }
}

function decodeBytes32(data: `0x${string}`): string | undefined {
  if (data.length !== 66) return undefined;
  const bytes = Buffer.from(data.slice(2), 'hex');
  const end = bytes.indexOf(0);
  return bytes.subarray(0, end === -1 ? 32 : end).toString('utf8');
}
