import { untrustedText } from './untrusted-text.js';

/** What a Token-2022 mint carries behind its 82 bytes. */
export interface MintExtensions {
  readonly extensions: readonly string[];
  readonly name?: string;
  readonly symbol?: string;
}

// Types of the token program's extension list. Those that only accounts carry are left out.
const NAMES = new Map([
  [1, 'transfer-fee-config'],
  [3, 'mint-close-authority'],
  [4, 'confidential-transfer-mint'],
  [6, 'default-account-state'],
  [9, 'non-transferable'],
  [10, 'interest-bearing-config'],
  [12, 'permanent-delegate'],
  [14, 'transfer-hook'],
  [16, 'confidential-transfer-fee-config'],
  [18, 'metadata-pointer'],
  [19, 'token-metadata'],
  [20, 'group-pointer'],
  [21, 'token-group'],
  [22, 'group-member-pointer'],
  [23, 'token-group-member'],
  [24, 'confidential-mint-burn'],
  [25, 'scaled-ui-amount-config'],
  [26, 'pausable-config'],
  [28, 'permissioned-burn'],
]);
const TOKEN_METADATA = 19;
const HEADER = 4;

/**
 * Reads type-length-value entries. What is not known, or was cut off because the account is very long, is named `unknown`:
 * a mint that cannot be read in full is never taken for a plain one.
 */
export function readExtensions(tlv: Buffer, isCut: boolean): MintExtensions {
  const names = new Set<string>(isCut ? ['unknown'] : []);
  let texts: { readonly name: string; readonly symbol: string } | undefined;
  let offset = 0;
  while (offset + HEADER <= tlv.length) {
    const type = tlv.readUInt16LE(offset);
    const end = offset + HEADER + tlv.readUInt16LE(offset + 2);
    if (type === 0) break;
    names.add(NAMES.get(type) ?? 'unknown');
    if (type === TOKEN_METADATA) texts = readMetadata(tlv.subarray(offset + HEADER, end));
    offset = end;
  }
  return { extensions: [...names].sort(), ...texts };
}

/** Update authority, mint, then name and symbol as Borsh strings. */
function readMetadata(bytes: Buffer): { readonly name: string; readonly symbol: string } | undefined {
  return readNameAndSymbol(bytes.subarray(64));
}

export function readNameAndSymbol(bytes: Buffer): { readonly name: string; readonly symbol: string } | undefined {
  const name = readString(bytes);
  const symbol = name === undefined ? undefined : readString(bytes.subarray(name.end));
  if (name === undefined || symbol === undefined) return undefined;
  return { name: untrustedText(name.text), symbol: untrustedText(symbol.text) };
}

function readString(bytes: Buffer): { readonly text: string; readonly end: number } | undefined {
  if (bytes.length < 4) return undefined;
  const end = 4 + bytes.readUInt32LE(0);
  return end > bytes.length ? undefined : { text: bytes.toString('utf8', 4, end), end };
}
