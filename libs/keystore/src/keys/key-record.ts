import type { KeyCeiling, KeyIdentity } from '@waiaas/core';

export interface KeyRecord {
  readonly identity: KeyIdentity;
  readonly ceiling: KeyCeiling;
  readonly address: string;
}

type Members = Readonly<Record<string, unknown>>;
const DIGITS = /^(?:0|[1-9][0-9]{0,77})$/;
const CEILING = [
  'chainIds',
  'kinds',
  'maxFeePerSignature',
  'maxNativePerDay',
  'maxNativePerSignature',
  'owner',
  'signaturesPerMinute',
];

/** The record sealed beside a secret; undefined for anything that is not exactly one (a member more would be a limit not understood). */
export function parseKeyRecord(bytes: Uint8Array): KeyRecord | undefined {
  const record = parseMembers(bytes);
  if (record === undefined || !hasExactly(record, ['address', 'ceiling', 'identity'])) return undefined;
  const { address, ceiling, identity } = record;
  if (typeof address !== 'string' || !isKeyCeiling(ceiling) || !isKeyIdentity(identity)) return undefined;
  return { address, ceiling, identity };
}

export function isKeyIdentity(value: unknown): value is KeyIdentity {
  if (!isMembers(value) || !hasExactly(value, ['chain', 'environment', 'walletId'])) return false;
  const isChain = value['chain'] === 'ethereum' || value['chain'] === 'solana';
  const isEnvironment = value['environment'] === 'mainnet' || value['environment'] === 'testnet';
  return isChain && isEnvironment && typeof value['walletId'] === 'string';
}

export function isKeyCeiling(value: unknown): value is KeyCeiling {
  if (!isMembers(value) || !hasExactly(value, CEILING)) return false;
  const amounts = [value['maxFeePerSignature'], value['maxNativePerDay'], value['maxNativePerSignature']];
  const rate = value['signaturesPerMinute'];
  return (
    amounts.every((amount) => amount === null || (typeof amount === 'string' && DIGITS.test(amount))) &&
    [value['chainIds'], value['kinds']].every(isTextList) &&
    (value['owner'] === null || typeof value['owner'] === 'string') &&
    (rate === null || (Number.isSafeInteger(rate) && Number(rate) >= 0))
  );
}

function isTextList(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.every((item) => typeof item === 'string'));
}

function parseMembers(bytes: Uint8Array): Members | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return isMembers(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasExactly(value: Members, names: readonly string[]): boolean {
  return Object.keys(value).sort().join() === names.join();
}
