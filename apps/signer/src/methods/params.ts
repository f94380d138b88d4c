import {
  DomainError,
  isTrace,
  type AuditHeadFacts,
  type CeilingChange,
  type KeyCeiling,
  type KeyIdentity,
  type KeyMaterial,
  type OwnerConsent,
  type PasswordSource,
  type PaymentConsent,
  type SealContext,
  type SealedValue,
} from '@waiaas/core';
import { isKeyCeiling, isKeyIdentity } from '@waiaas/keystore';

// The channel proves who speaks, not that what is said makes sense: every member is looked at before it is used.

export type Params = Readonly<Record<string, unknown>>;

const MAX_TEXT = 3 * 1024 * 1024;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const FORMATS: ReadonlySet<string> = new Set<KeyMaterial['format']>(['hex', 'base58', 'base64', 'keypair-json', 'mnemonic']);

function badParams(name: string): DomainError {
  return new DomainError('VALIDATION_FAILED', { details: { reason: 'SIGNER_PARAMS', name } });
}

export function asParams(value: unknown, name = 'params'): Params {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badParams(name);
  return value as Params;
}

export function text(params: Params, name: string): string {
  const value = params[name];
  if (typeof value !== 'string' || value.length > MAX_TEXT) throw badParams(name);
  return value;
}

export function optionalText(params: Params, name: string): string | undefined {
  return params[name] === undefined ? undefined : text(params, name);
}

/** What the call is made for goes to the log: anything but a plain id there is refused, whatever the method. */
export function checkTrace(params: Params): void {
  if (params['trace'] !== undefined && !isTrace(params['trace'])) throw badParams('trace');
}

/** Base64 into bytes that the caller overwrites. */
export function base64(params: Params, name: string): Buffer {
  const value = text(params, name);
  if (!BASE64.test(value)) throw badParams(name);
  return Buffer.from(value, 'base64');
}

export function identity(params: Params): KeyIdentity {
  const value = params['identity'];
  if (!isKeyIdentity(value)) throw badParams('identity');
  return value;
}

export function ceiling(params: Params): KeyCeiling {
  const value = params['ceiling'];
  if (!isKeyCeiling(value)) throw badParams('ceiling');
  return value;
}

const CEILING_MEMBERS: ReadonlySet<string> = new Set<keyof CeilingChange>([
  'chainIds',
  'kinds',
  'maxFeePerSignature',
  'maxNativePerDay',
  'maxNativePerSignature',
  'signaturesPerMinute',
]);

const NO_LIMITS: KeyCeiling = {
  chainIds: null,
  kinds: null,
  maxFeePerSignature: null,
  maxNativePerDay: null,
  maxNativePerSignature: null,
  owner: null,
  signaturesPerMinute: null,
};

/** Any of the members of a ceiling but its owner, each as a ceiling has it. */
export function ceilingChange(params: Params): CeilingChange {
  const value = asParams(params['change'], 'change');
  const isKnown = Object.keys(value).every((name) => CEILING_MEMBERS.has(name));
  if (!isKnown || !isKeyCeiling({ ...NO_LIMITS, ...value })) throw badParams('change');
  return value;
}

export function ownerConsent(params: Params): OwnerConsent | undefined {
  if (params['consent'] === undefined) return undefined;
  const value = asParams(params['consent'], 'consent');
  return { message: text(value, 'message'), signature: text(value, 'signature') };
}

export function paymentConsent(params: Params): PaymentConsent | undefined {
  const consent = ownerConsent(params);
  return consent === undefined ? undefined : { ...consent, request: text(asParams(params['consent'], 'consent'), 'request') };
}

/** Whom the keys of wallets may pay while everything is frozen. */
export function owners(params: Params): Readonly<Record<string, string>> {
  const value = asParams(params['owners'], 'owners');
  return Object.fromEntries(Object.keys(value).map((walletId) => [walletId, text(value, walletId)]));
}

export function sealedKey(params: Params): { readonly blob: string; readonly address: string } {
  const value = asParams(params['key'], 'key');
  return { blob: text(value, 'blob'), address: text(value, 'address') };
}

export function sealContext(params: Params): SealContext {
  const value = asParams(params['context'], 'context');
  return { table: text(value, 'table'), rowId: text(value, 'rowId'), column: text(value, 'column') };
}

export function sealedValues(params: Params): readonly SealedValue[] {
  const values = params['values'];
  if (!Array.isArray(values)) throw badParams('values');
  return values.map((value) => {
    const members = asParams(value, 'values');
    return { context: sealContext(members), sealed: text(members, 'sealed') };
  });
}

export function flag(params: Params, name: string): boolean {
  const value = params[name];
  if (typeof value !== 'boolean') throw badParams(name);
  return value;
}

export function auditHead(params: Params): AuditHeadFacts {
  const value = asParams(params['head'], 'head');
  return { id: wholeNumber(value, 'id'), hash: text(value, 'hash'), at: wholeNumber(value, 'at') };
}

function wholeNumber(params: Params, name: string): number {
  const value = params[name];
  if (!Number.isSafeInteger(value) || Number(value) < 0) throw badParams(name);
  return Number(value);
}

export function transactionKind(params: Params): 'evm-transaction' | 'solana-transaction' {
  const value = params['kind'];
  if (value !== 'evm-transaction' && value !== 'solana-transaction') throw badParams('kind');
  return value;
}

export function messageKind(params: Params): 'evm-message' | 'solana-message' {
  const value = params['kind'];
  if (value !== 'evm-message' && value !== 'solana-message') throw badParams('kind');
  return value;
}

export function keyMaterial(params: Params): KeyMaterial {
  const value = asParams(params['material'], 'material');
  const format = value['format'];
  if (!isFormat(format)) throw badParams('material.format');
  const derivationPath = optionalText(value, 'derivationPath');
  const expectedAddress = optionalText(value, 'expectedAddress');
  return {
    format,
    value: text(value, 'value'),
    ...(derivationPath === undefined ? {} : { derivationPath }),
    ...(expectedAddress === undefined ? {} : { expectedAddress }),
  };
}

function isFormat(value: unknown): value is KeyMaterial['format'] {
  return typeof value === 'string' && FORMATS.has(value);
}

export function passwordSource(params: Params): PasswordSource {
  const value = asParams(params['source'], 'source');
  switch (value['kind']) {
    case 'file':
    case 'provisioned':
      return { kind: value['kind'], path: text(value, 'path') };
    case 'environment':
      return { kind: 'environment', pid: processId(value['pid']) };
    case 'handover':
      return { kind: 'handover', password: text(value, 'password') };
    default:
      throw badParams('source');
  }
}

function processId(value: unknown): number {
  if (!Number.isSafeInteger(value) || Number(value) <= 0) throw badParams('source.pid');
  return Number(value);
}
