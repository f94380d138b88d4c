import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { base58 } from '@scure/base';
import {
  canonicalJson,
  type CeilingedKey,
  type CeilingChange,
  hashJson,
  type JsonValue,
  type KeyCeiling,
  type KeyIdentity,
  networkOf,
  type NetworkName,
  type OwnerConsent,
  type SignTransactionRequest,
} from '@waiaas/core';
import { type Hex, serializeTransaction } from 'viem';
import { describe, expect, it } from 'vitest';
import { evmOwner, type OwnerKey, solanaOwner } from '../owners/owner-keys.js';
import { KNOWN_PASSWORD } from './known-vault.js';
import { NO_CEILING } from './signer-harness.js';
import { TakenOver } from './taken-over.js';
import type { ApprovalFacts } from '../../src/modules/owners/approval-subject.port.js';
import type { ChallengeTarget } from '../../src/modules/owners/text/challenge-facts.js';
import { lineText } from '../../src/modules/owners/text/line-text.js';
import { siweText } from '../../src/modules/owners/text/siwe-text.js';

const EVM: KeyIdentity = { walletId: '0190f0a0-0000-7000-8000-0000000000aa', chain: 'ethereum', environment: 'testnet' };
const SOLANA: KeyIdentity = { ...EVM, walletId: '0190f0a0-0000-7000-8000-0000000000bb', chain: 'solana' };
const THIEF = '0x1111111111111111111111111111111111111111';
const SEPOLIA = 11_155_111;
const FEE = 21_000n;
const LIMITS: KeyCeiling = {
  ...NO_CEILING,
  chainIds: [`eip155:${SEPOLIA}`],
  maxNativePerSignature: '1000000',
  maxNativePerDay: '2500000',
  maxFeePerSignature: '50000',
};
const TX = '0198f1aa-0000-7000-8000-000000000002';

interface Bytes {
  readonly nonce?: number;
  readonly value?: bigint;
  readonly to?: string;
  readonly chainId?: number;
  readonly price?: bigint;
  readonly data?: Hex;
}

function payloadOf({ nonce = 0, value = 0n, to = THIEF, chainId = SEPOLIA, price = 1n, data }: Bytes): string {
  const transaction = { type: 'eip1559', chainId, nonce, gas: FEE, maxFeePerGas: price, maxPriorityFeePerGas: 0n } as const;
  return serializeTransaction({ ...transaction, to: to as Hex, value, ...(data === undefined ? {} : { data }) }).slice(2);
}

class Wallet {
  constructor(
    readonly daemon: TakenOver,
    readonly identity: KeyIdentity,
    public key: CeilingedKey['key'],
  ) {}

  static async under(daemon: TakenOver, ceiling: KeyCeiling, identity = EVM): Promise<Wallet> {
    return new Wallet(daemon, identity, await daemon.call('createKey', { identity, ceiling }));
  }

  sign(bytes: Bytes, consent?: SignTransactionRequest['consent']): Promise<string> {
    return this.signPayload(payloadOf(bytes), consent);
  }

  signPayload(payload: string, consent?: SignTransactionRequest['consent']): Promise<string> {
    const { identity, key } = this;
    const kind = identity.chain === 'ethereum' ? 'evm-transaction' : 'solana-transaction';
    return this.daemon.outcome('signTransaction', {
      identity,
      key,
      kind,
      payload,
      ...(consent === undefined ? {} : { consent }),
    });
  }

  async change(
    change: CeilingChange,
    proof: { readonly password?: string; readonly consent?: OwnerConsent } = {},
  ): Promise<string> {
    const { identity, key } = this;
    return this.daemon.outcome('changeCeiling', { identity, key, change, ...proof });
  }
}

async function lamportsOf(wallet: Wallet, lamports: bigint, to: string): Promise<string> {
  const data = Buffer.alloc(12);
  data.writeUInt32LE(2, 0);
  data.writeBigUInt64LE(lamports, 4);
  const accounts = [base58.decode(wallet.key.address), base58.decode(to), Buffer.alloc(32)];
  return Buffer.concat([Buffer.of(1, 0, 1, 3), ...accounts, Buffer.alloc(32, 7), Buffer.of(1, 2, 2, 0, 1, 12), data]).toString(
    'hex',
  );
}

/** What the real daemon would have the owner read. */
function textOf(wallet: Wallet, owner: OwnerKey, target: Omit<ChallengeTarget, 'wallet'>, options: TextOptions = {}): string {
  const { network = wallet.identity.chain === 'ethereum' ? 'ethereum-sepolia' : 'solana-devnet', ageSeconds = 0 } = options;
  const issuedAt = Math.floor(Date.now() / 1000) - ageSeconds;
  const facts = {
    target: { wallet: { id: wallet.identity.walletId, name: 'w', address: wallet.key.address }, ...target } as ChallengeTarget,
    address: owner.address,
    chain: owner.chain,
    network: networkOf(network),
    origin: 'http://127.0.0.1:3100',
    nonce: (options.nonce ?? 'a1').repeat(32),
    issuedAt,
    expiresAt: issuedAt + 300,
    audit: { id: 1, hash: 'ab'.repeat(32) },
  };
  return options.isLine === true ? lineText(facts) : siweText(facts);
}

interface TextOptions {
  readonly network?: NetworkName;
  readonly ageSeconds?: number;
  readonly nonce?: string;
  readonly isLine?: boolean;
}

function requestOf(wallet: Wallet, { value = 0n, to = THIEF }: Bytes): Readonly<Record<string, JsonValue>> {
  const { walletId, chain } = wallet.identity;
  const network = chain === 'ethereum' ? 'ethereum-sepolia' : 'solana-devnet';
  return { type: 'TRANSFER', walletId, chain, network, from: wallet.key.address, to, amount: value.toString() };
}

async function consentTo(
  wallet: Wallet,
  owner: OwnerKey,
  request: JsonValue,
  options: TextOptions & { readonly action?: 'approve' | 'reject' } = {},
): Promise<NonNullable<SignTransactionRequest['consent']>> {
  const facts: ApprovalFacts = {
    transactionId: TX,
    walletId: wallet.identity.walletId,
    chain: wallet.identity.chain,
    network: options.network ?? (wallet.identity.chain === 'ethereum' ? 'ethereum-sepolia' : 'solana-devnet'),
    type: 'TRANSFER',
    status: 'QUEUED',
    waitReason: 'APPROVAL',
    requestHash: hashJson(request),
    policySetVersion: 1,
    usdMicros: null,
    operations: [],
  };
  const message = textOf(
    wallet,
    owner,
    { action: options.action ?? 'approve', facts } as Omit<ChallengeTarget, 'wallet'>,
    options,
  );
  return { message, signature: await owner.sign(message), request: canonicalJson(request) };
}

async function consentToChange(
  wallet: Wallet,
  owner: OwnerKey,
  body: JsonValue,
  options: TextOptions = {},
): Promise<OwnerConsent> {
  const message = textOf(wallet, owner, { action: 'loosen', bodyHash: hashJson(body) } as unknown as ChallengeTarget, options);
  return { message, signature: await owner.sign(message) };
}

describe('a daemon that was taken over', { timeout: 60_000 }, () => {
  it('gets no signature above what one may take or cost, nor on another network', async () => {
    const wallet = await Wallet.under(await TakenOver.start(), LIMITS);
    expect(await wallet.sign({ value: 1_000_000n - FEE })).toBe('done');
    expect(await wallet.sign({ nonce: 1, value: 1_000_001n - FEE })).toBe('POLICY_DENIED/CEILING_NATIVE');
    expect(await wallet.sign({ nonce: 1, price: 3n })).toBe('POLICY_DENIED/CEILING_FEE');
    expect(await wallet.sign({ nonce: 1, chainId: 84_532 })).toBe('POLICY_DENIED/CEILING_CHAIN');
    expect(await wallet.sign({ nonce: 1, chainId: 1 })).toBe('CHAIN_ID_MISMATCH');
    expect(await wallet.signPayload('ab'.repeat(32))).toBe('UNSUPPORTED_TX_TYPE/EVM_TYPE');
    expect(await wallet.signPayload('')).toBe('INVALID_TRANSACTION/NOT_HEX');
  });

  it('gets the day once, however many ask at once and however often the signer dies', async () => {
    const wallet = await Wallet.under(await TakenOver.start(), LIMITS);
    const ask = (from: number) =>
      Promise.all(Array.from({ length: 32 }, (_, index) => wallet.sign({ nonce: from + index, value: 300_000n - FEE })));
    const first = await ask(0);
    expect(first.filter((outcome) => outcome === 'done')).toHaveLength(8);
    expect(new Set(first)).toEqual(new Set(['done', 'POLICY_DENIED/CEILING_DAY']));
    await wallet.daemon.restart();
    expect(new Set(await ask(100))).toEqual(new Set(['POLICY_DENIED/CEILING_DAY']));
    // The very bytes again are the same signature, and another fee at the same nonce is the same payment.
    expect(await wallet.sign({ nonce: 0, value: 300_000n - FEE })).toBe('done');
    expect(await wallet.sign({ nonce: 0, value: 300_000n - FEE, price: 2n })).toBe('done');
    expect(await wallet.sign({ nonce: 0, value: 600_000n })).toBe('POLICY_DENIED/CEILING_DAY');
  });

  it('passes no day by killing the signer while it signs', async () => {
    const wallet = await Wallet.under(await TakenOver.start(), LIMITS);
    const outcomes = new Set<number>();
    for (let round = 0; round < 3; round += 1) {
      const asked = Array.from({ length: 4 }, (_, index) => round * 4 + index);
      const first = wallet.sign({ nonce: round * 4, value: 400_000n - FEE });
      for (const nonce of asked.slice(1)) {
        void wallet.sign({ nonce, value: 400_000n - FEE }).then((outcome) => outcome === 'done' && outcomes.add(nonce));
      }
      if ((await first) === 'done') outcomes.add(round * 4);
      await wallet.daemon.restart();
    }
    expect(outcomes.size).toBeGreaterThan(0);
    expect(outcomes.size).toBeLessThanOrEqual(6);
    // Whatever was signed, seen or not, is on record: no more than the day fits in.
    const left = await Promise.all(
      Array.from({ length: 8 }, (_, index) => wallet.sign({ nonce: 500 + index, value: 400_000n - FEE })),
    );
    expect(left.filter((outcome) => outcome === 'done').length + outcomes.size).toBeLessThanOrEqual(6);
  });

  it.each<[string, (path: string) => void]>([
    ['taken away', (path) => rmSync(path)],
    ['emptied', (path) => truncateSync(path)],
    ['changed by a byte', (path) => writeFileSync(path, readFileSync(path, 'utf8').replace(/"native":"\d/, '"native":"0'))],
    ['cut in the middle', (path) => writeFileSync(path, readFileSync(path, 'utf8').split('\n').slice(1).join('\n'))],
  ])('gains nothing where the record is %s: the day counts as full', async (_, tamper) => {
    const wallet = await Wallet.under(await TakenOver.start(), LIMITS);
    expect(await wallet.sign({ value: 5n })).toBe('done');
    expect(await wallet.sign({ nonce: 1, value: 5n })).toBe('done');
    wallet.daemon.kill();
    tamper(wallet.daemon.bookPath);
    await wallet.daemon.restart();
    expect(await wallet.sign({ nonce: 2, value: 5n })).toBe('POLICY_DENIED/CEILING_DAY');
    await wallet.daemon.restart();
    expect(await wallet.sign({ nonce: 3 })).toBe('POLICY_DENIED/CEILING_DAY');
  });

  it('finds a record whose last line was never finished as good as whole', async () => {
    const wallet = await Wallet.under(await TakenOver.start(), LIMITS);
    expect(await wallet.sign({ value: 5n })).toBe('done');
    wallet.daemon.kill();
    appendFileSync(wallet.daemon.bookPath, 'abcdef {"k":"sig');
    await wallet.daemon.restart();
    expect(await wallet.sign({ nonce: 1, value: 5n })).toBe('done');
    wallet.daemon.kill();
    truncateSync(wallet.daemon.bookPath, readFileSync(wallet.daemon.bookPath).length - 3);
    await wallet.daemon.restart();
    expect(await wallet.sign({ nonce: 2, value: 5n })).toBe('done');
  });

  it('raises nothing without the password, and lowers at once, whatever key blob it brings afterwards', async () => {
    const wallet = await Wallet.under(await TakenOver.start(), LIMITS);
    const raises: CeilingChange[] = [
      { maxNativePerDay: null },
      { maxNativePerSignature: '1000001' },
      { chainIds: null },
      { chainIds: [`eip155:${SEPOLIA}`, 'eip155:84532'] },
      { maxFeePerSignature: '60000', maxNativePerDay: '1' },
    ];
    for (const change of raises) {
      expect(await wallet.change(change)).toBe('INVALID_MASTER_PASSWORD');
      expect(await wallet.change(change, { password: 'not the password' })).toBe('INVALID_MASTER_PASSWORD');
    }
    expect(await wallet.change({ owner: null } as CeilingChange)).toBe('VALIDATION_FAILED/SIGNER_PARAMS');
    expect(await wallet.change({ maxNativePerSignature: '100000' })).toBe('done');
    expect(await wallet.sign({ value: 100_000n })).toBe('POLICY_DENIED/CEILING_NATIVE');
    await wallet.daemon.restart();
    expect(await wallet.sign({ value: 100_000n })).toBe('POLICY_DENIED/CEILING_NATIVE');
    expect(await wallet.change({ maxNativePerSignature: '200000' }, { password: KNOWN_PASSWORD })).toBe('done');
    expect(await wallet.sign({ value: 100_000n })).toBe('done');
  });

  it('raises nothing without the owner in the key, whose text counts once and for its words alone', async () => {
    const wallet = await Wallet.under(await TakenOver.start(), LIMITS);
    const [owner, stranger] = [evmOwner(), evmOwner()];
    const { identity, key } = wallet;
    const password = KNOWN_PASSWORD;
    // An owner of the thief's own would lift whatever the thief wants.
    const pin = { identity, key, owner: stranger.address };
    expect(await wallet.daemon.outcome('pinKeyOwner', pin)).toBe('INVALID_MASTER_PASSWORD');
    expect(await wallet.daemon.outcome('pinKeyOwner', { ...pin, password: 'a guess at it' })).toBe('INVALID_MASTER_PASSWORD');
    expect(await wallet.daemon.outcome('pinKeyOwner', { identity, key, owner: owner.address, password })).toBe('done');
    expect(await wallet.daemon.outcome('pinKeyOwner', { ...pin, password })).toBe('OWNER_REQUIRED');
    expect(await wallet.daemon.outcome('pinKeyOwner', { identity, key, owner: null })).toBe('OWNER_REQUIRED');
    const change = { maxNativePerSignature: '2000000' };
    expect(await wallet.change(change, { password })).toBe('OWNER_REQUIRED');
    const refused = [
      await consentToChange(wallet, stranger, change),
      await consentToChange(wallet, owner, { maxNativePerSignature: '3000000' }),
      await consentToChange(wallet, owner, change, { ageSeconds: 4000 }),
      { ...(await consentToChange(wallet, owner, change)), message: textOf(wallet, owner, { action: 'verify' }) },
    ];
    for (const consent of refused)
      expect(await wallet.change(change, { password, consent })).toBe('POLICY_DENIED/CEILING_CONSENT');
    const consent = await consentToChange(wallet, owner, change);
    expect(await wallet.change(change, { consent })).toBe('INVALID_MASTER_PASSWORD');
    expect(await wallet.change(change, { password, consent })).toBe('done');
    expect(await wallet.change({ maxNativePerSignature: '5' })).toBe('done');
    expect(await wallet.change(change, { password, consent })).toBe('POLICY_DENIED/CEILING_CONSENT_USED');
    await wallet.daemon.restart();
    expect(await wallet.change(change, { password, consent })).toBe('POLICY_DENIED/CEILING_CONSENT_USED');
  });

  it.each(['siwe', 'line'] as const)('pays above the ceiling only what the owner signed for, once (%s, Solana)', async (form) => {
    const wallet = await Wallet.under(await TakenOver.start(), { ...LIMITS, chainIds: null }, SOLANA);
    const owner = solanaOwner();
    const { identity, key } = wallet;
    await wallet.daemon.call('pinKeyOwner', { identity, key, owner: owner.address, password: KNOWN_PASSWORD });
    const [to, other] = [solanaOwner().address, solanaOwner().address];
    const amount = 9_000_000n;
    const consent = await consentTo(wallet, owner, requestOf(wallet, { value: amount, to }), { isLine: form === 'line' });
    expect(await wallet.signPayload(await lamportsOf(wallet, amount, to))).toBe('POLICY_DENIED/CEILING_NATIVE');
    expect(await wallet.signPayload(await lamportsOf(wallet, amount + 1n, to), consent)).toBe('POLICY_DENIED/CEILING_CONSENT');
    expect(await wallet.signPayload(await lamportsOf(wallet, amount, other), consent)).toBe('POLICY_DENIED/CEILING_CONSENT');
    const payload = await lamportsOf(wallet, amount, to);
    expect(await wallet.signPayload(payload, consent)).toBe('done');
    await wallet.daemon.restart();
    expect(await wallet.signPayload(payload, consent)).toBe('done');
    const again = payload.replace('07'.repeat(32), '08'.repeat(32));
    expect(await wallet.signPayload(again, consent)).toBe('POLICY_DENIED/CEILING_CONSENT_USED');
  });

  it('pays above the ceiling only what the owner signed for, once (EVM)', async () => {
    const wallet = await Wallet.under(await TakenOver.start(), LIMITS);
    const [owner, stranger] = [evmOwner(), evmOwner()];
    const { identity, key } = wallet;
    await wallet.daemon.call('pinKeyOwner', { identity, key, owner: owner.address, password: KNOWN_PASSWORD });
    const asked = { value: 9_000_000n };
    const request = requestOf(wallet, asked);
    const consent = await consentTo(wallet, owner, request);
    const forged = [
      await consentTo(wallet, stranger, request),
      await consentTo(wallet, owner, request, { action: 'reject' }),
      await consentTo(wallet, owner, request, { network: 'base-sepolia' }),
      await consentTo(wallet, owner, request, { ageSeconds: 8000 }),
      await consentTo(wallet, owner, requestOf(wallet, { ...asked, to: owner.address })),
      { ...consent, request: canonicalJson(requestOf(wallet, { value: 9_000_001n })) },
      { ...consent, message: consent.message.replace('action:approve', 'action:withdraw') },
      { ...consent, message: `${consent.message}\n- urn:waiaas:action:approve` },
    ];
    for (const attempt of forged) expect(await wallet.sign(asked, attempt)).toBe('POLICY_DENIED/CEILING_CONSENT');
    for (const other of [{ value: 9_000_001n }, { ...asked, to: owner.address }, { ...asked, data: '0xab' } as const]) {
      expect(await wallet.sign(other, consent)).toBe('POLICY_DENIED/CEILING_CONSENT');
    }
    expect(await wallet.sign({ ...asked, price: 3n }, consent)).toBe('POLICY_DENIED/CEILING_FEE');
    expect(await wallet.sign(asked, consent)).toBe('done');
    expect(await wallet.sign({ ...asked, price: 2n }, consent)).toBe('done');
    expect(await wallet.sign({ ...asked, nonce: 1 }, consent)).toBe('POLICY_DENIED/CEILING_CONSENT_USED');
    await wallet.daemon.restart();
    expect(await wallet.sign({ ...asked, nonce: 1 }, consent)).toBe('POLICY_DENIED/CEILING_CONSENT_USED');
  });

  it('signs no more in a minute than the key allows, across a restart', async () => {
    const wallet = await Wallet.under(await TakenOver.start(), { ...NO_CEILING, signaturesPerMinute: 3 });
    const all = await Promise.all(Array.from({ length: 32 }, (_, nonce) => wallet.sign({ nonce })));
    expect(all.filter((outcome) => outcome === 'done')).toHaveLength(3);
    await wallet.daemon.restart();
    expect(await wallet.sign({ nonce: 99 })).toBe('RATE_LIMITED/CEILING_RATE');
    const { identity, key } = wallet;
    expect(await wallet.daemon.outcome('signMessage', { identity, key, kind: 'evm-message', message: 'x' })).toBe(
      'RATE_LIMITED/CEILING_RATE',
    );
  });
});
