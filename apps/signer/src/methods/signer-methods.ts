import { DomainError, type SealContext, type SignerMethod, type SignerMethods, type SignerResult } from '@waiaas/core';
import {
  type DataKey,
  createAuditKey,
  exportEncrypted,
  exportRaw,
  importSecret,
  isSettablePassword,
  openBytes,
  randomSecret,
  resealBytes,
  sealBytes,
  sealKey,
  signAuditHead,
  type OpenedKey,
} from '@waiaas/keystore';
import type { KeyIdentity } from '@waiaas/core';
import type { VaultKeeper } from '../vault/vault-keeper.js';
import * as read from './params.js';

type Answer<M extends SignerMethod> = SignerResult<M> | Promise<SignerResult<M>>;
type Handlers = { readonly [M in SignerMethod]: (vault: VaultKeeper, params: read.Params) => Answer<M> };

/** One entry per method of the protocol; the type makes a missing one a compile error. */
const HANDLERS: Handlers = {
  loadVault: (vault, params) => vault.load(read.text(params, 'vault')),
  unlock: (vault, params) => vault.unlock(read.passwordSource(params)),
  initVault: (vault, params) => vault.init(read.passwordSource(params)),
  verifyPassword: async (vault, params) => ({ isValid: await vault.verify(read.text(params, 'password')) }),
  rewrap: (vault, params) =>
    vault.rewrap({
      password: read.text(params, 'password'),
      newPassword: read.text(params, 'newPassword'),
      renew: read.flag(params, 'renew'),
    }),
  retireEarlier: (vault) => vault.retired(),
  adoptVault: (vault, params) => vault.adopt(read.text(params, 'vault')),
  createKey,
  importKey,
  exportKey,
  ceilingOf: (vault, params) => vault.ceilings().ceilingOf(keyOf(vault, params)),
  changeCeiling,
  pinKeyOwner,
  signTransaction,
  signMessage,
  signTypedData,
  createAuditKey: (vault) => createAuditKey(vault.dataKey()),
  signAuditHead: (vault, params) => signAuditHead(vault.dataKey(), read.text(params, 'blob'), read.auditHead(params)),
  seal,
  open,
  reseal,
  freeze: (vault, params) => ({ isDurable: vault.freeze(read.owners(params)) }),
  unfreeze: async (vault, params) => {
    await vault.unfreeze(read.text(params, 'password'));
    return {};
  },
  isFrozen: (vault) => ({ isFrozen: vault.isFrozen() }),
  lock: (vault) => {
    vault.lock();
    return {};
  },
  ping: (vault) => ({ isUnlocked: vault.isUnlocked }),
};

export function isMethod(name: string): name is keyof SignerMethods {
  return Object.hasOwn(HANDLERS, name);
}

/** Runs one method. Quick ones answer at once, those that derive a key from a password later. */
export function callMethod(vault: VaultKeeper, method: string, params: unknown): unknown {
  if (!isMethod(method)) throw new DomainError('NOT_IMPLEMENTED', { details: { reason: 'SIGNER_METHOD' } });
  const members = read.asParams(params);
  read.checkTrace(members);
  return HANDLERS[method](vault, members);
}

function createKey(vault: VaultKeeper, params: read.Params): SignerResult<'createKey'> {
  const identity = read.identity(params);
  assertMayHold(vault, identity);
  const secret = randomSecret(identity.chain);
  try {
    return sealKey(vault.dataKey(), identity, read.ceiling(params), secret);
  } finally {
    secret.fill(0);
  }
}

function importKey(vault: VaultKeeper, params: read.Params): SignerResult<'importKey'> {
  const identity = read.identity(params);
  assertMayHold(vault, identity);
  const secret = importSecret(identity.chain, read.keyMaterial(params));
  try {
    return sealKey(vault.dataKey(), identity, read.ceiling(params), secret);
  } finally {
    secret.fill(0);
  }
}

async function exportKey(vault: VaultKeeper, params: read.Params): Promise<SignerResult<'exportKey'>> {
  const { blob } = read.sealedKey(params);
  const identity = read.identity(params);
  const passphrase = read.optionalText(params, 'passphrase');
  vault.dataKey();
  assertPasswordChosen(vault);
  if (passphrase !== undefined && !isSettablePassword(passphrase)) {
    throw new DomainError('VALIDATION_FAILED', { details: { reason: 'PASSWORD_TOO_SHORT' } });
  }
  if (!(await vault.verify(read.text(params, 'password')))) throw new DomainError('INVALID_MASTER_PASSWORD');
  const key = vault.key(identity, blob);
  return passphrase === undefined ? exportRaw(key) : vault.derive(() => exportEncrypted(key, passphrase));
}

function signTransaction(vault: VaultKeeper, params: read.Params): SignerResult<'signTransaction'> {
  const { blob, address } = read.sealedKey(params);
  const request = { kind: read.transactionKind(params), payload: read.text(params, 'payload') };
  const key = vault.key(read.identity(params), blob);
  const admit = vault.ceilings().admission(key, read.paymentConsent(params));
  return { signature: key.signTransaction(request, address, admit) };
}

function signMessage(vault: VaultKeeper, params: read.Params): SignerResult<'signMessage'> {
  const { blob, address } = read.sealedKey(params);
  const request = { kind: read.messageKind(params), message: read.text(params, 'message') };
  const key = vault.key(read.identity(params), blob);
  return { signature: key.signMessage(request, address, vault.ceilings().admission(key)) };
}

function signTypedData(vault: VaultKeeper, params: read.Params): SignerResult<'signTypedData'> {
  const { blob, address } = read.sealedKey(params);
  const key = vault.key(read.identity(params), blob);
  return { signature: key.signTypedData(read.text(params, 'typedData'), address, vault.ceilings().admission(key)) };
}

function keyOf(vault: VaultKeeper, params: read.Params): OpenedKey {
  return vault.key(read.identity(params), read.sealedKey(params).blob);
}

/** The password is derived only where something is raised; the ceiling is looked at again afterwards, as it is then. */
async function changeCeiling(vault: VaultKeeper, params: read.Params): Promise<SignerResult<'changeCeiling'>> {
  const change = read.ceilingChange(params);
  const consent = read.ownerConsent(params);
  const password = read.optionalText(params, 'password');
  let isPasswordProven = false;
  if (vault.ceilings().isRaise(keyOf(vault, params), change)) {
    if (password === undefined || !(await vault.verify(password))) throw new DomainError('INVALID_MASTER_PASSWORD');
    isPasswordProven = true;
  }
  const order = { change, isPasswordProven, ...(consent === undefined ? {} : { consent }) };
  return vault.ceilings().change(keyOf(vault, params), vault.dataKey(), order);
}

async function pinKeyOwner(vault: VaultKeeper, params: read.Params): Promise<SignerResult<'pinKeyOwner'>> {
  const consent = read.ownerConsent(params);
  const owner = params['owner'] === null ? null : read.text(params, 'owner');
  const body = consent === undefined ? '' : read.text(read.asParams(params['consent'], 'consent'), 'body');
  const password = read.optionalText(params, 'password');
  const isPasswordProven = password !== undefined && (await vault.verify(password));
  const order = { owner, isPasswordProven, ...(consent === undefined ? {} : { consent: { ...consent, body } }) };
  return vault.ceilings().pinOwner(keyOf(vault, params), vault.dataKey(), order);
}

function seal(vault: VaultKeeper, params: read.Params): SignerResult<'seal'> {
  const plaintext = read.base64(params, 'plaintext');
  try {
    return { sealed: sealBytes(vault.dataKey(), 'value', read.sealContext(params), plaintext) };
  } finally {
    plaintext.fill(0);
  }
}

function open(vault: VaultKeeper, params: read.Params): SignerResult<'open'> {
  const plaintext = openBytes(vault.dataKey(), 'value', read.sealContext(params), read.text(params, 'sealed'));
  try {
    return { plaintext: plaintext.toString('base64') };
  } finally {
    plaintext.fill(0);
  }
}

function reseal(vault: VaultKeeper, params: read.Params): SignerResult<'reseal'> {
  const dataKey = vault.dataKey();
  return { sealed: read.sealedValues(params).map(({ context, sealed }) => resealedOrNull(dataKey, context, sealed)) };
}

// One damaged row must not keep the others under the old key.
function resealedOrNull(dataKey: DataKey, context: SealContext, sealed: string): string | null {
  try {
    return resealBytes(dataKey, context, sealed);
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

function assertMayHold(vault: VaultKeeper, identity: KeyIdentity): void {
  vault.dataKey();
  if (identity.environment === 'mainnet') assertPasswordChosen(vault);
}

// The provisioned password lies beside the database: it guards test money only.
function assertPasswordChosen(vault: VaultKeeper): void {
  if (vault.isProvisioned) throw new DomainError('PASSWORD_NOT_SET');
}
