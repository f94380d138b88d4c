import { base58 } from '@scure/base';
import { parseTransaction, recoverTransactionAddress, serializeTransaction } from 'viem';
import nacl from 'tweetnacl';
import { describe, expect, it } from 'vitest';
import {
  KNOWN_CONTEXT,
  KNOWN_EVM_IDENTITY,
  KNOWN_EVM_KEY,
  KNOWN_PASSWORD,
  KNOWN_SEALED,
  KNOWN_SOLANA_IDENTITY,
  KNOWN_SOLANA_KEY,
} from '../../../test/signer/known-vault.js';
import { evmRequest, NO_CEILING, refusalOf, SignerHarness, solanaRequest } from '../../../test/signer/signer-harness.js';

function signerOf(payload: string, signature: string): Promise<string> {
  const signed = serializeTransaction(parseTransaction(`0x${payload}`), {
    r: `0x${signature.slice(0, 64)}`,
    s: `0x${signature.slice(64, 128)}`,
    yParity: Number(signature.slice(128)),
  });
  return recoverTransactionAddress({ serializedTransaction: signed });
}

const text = (value: string): string => Buffer.from(value, 'base64').toString('utf8');
const base64 = (value: string): string => Buffer.from(value, 'utf8').toString('base64');

describe('the signer process', () => {
  it('opens what format version 1 wrote', async () => {
    const { client } = await SignerHarness.known();
    expect(text(await client.open(KNOWN_CONTEXT, KNOWN_SEALED))).toBe('a known value');
    expect(await client.verifyPassword(KNOWN_PASSWORD)).toBe(true);
    expect(await client.signTransaction(solanaRequest())).toHaveLength(128);
    expect(await client.signTransaction(evmRequest())).toHaveLength(130);
  });

  it('answers a thousand pipelined requests, each with the signature that viem or tweetnacl accepts for it', async () => {
    const { client } = await SignerHarness.known();
    const requests = Array.from({ length: 500 }, (_, index) => [evmRequest(index), solanaRequest(index)]).flat();
    const signatures = await Promise.all(requests.map((request) => client.signTransaction(request)));
    expect(new Set(signatures).size).toBe(1000);
    const publicKey = base58.decode(KNOWN_SOLANA_KEY.address);
    for (const [index, { kind, payload }] of requests.entries()) {
      const signature = signatures[index] ?? '';
      if (kind === 'evm-transaction') expect(await signerOf(payload, signature)).toBe(KNOWN_EVM_KEY.address);
      else expect(nacl.sign.detached.verify(Buffer.from(payload, 'hex'), Buffer.from(signature, 'hex'), publicKey)).toBe(true);
    }
  });

  it.each(['ethereum', 'solana'] as const)('makes %s keys that sign and that no other wallet opens', async (chain) => {
    const { client } = await SignerHarness.known();
    const identity = { walletId: '0190f0a0-0000-7000-8000-000000000001', chain, environment: 'mainnet' } as const;
    const [first, second] = await Promise.all([client.createKey(identity, NO_CEILING), client.createKey(identity, NO_CEILING)]);
    expect(first.address).not.toBe(second.address);
    const other = { ...identity, walletId: '0190f0a0-0000-7000-8000-000000000002' };
    const request = { ...(chain === 'ethereum' ? evmRequest() : solanaRequest()), key: first };
    expect(await refusalOf(() => client.signTransaction({ ...request, identity: other }))).toBe('INTERNAL_ERROR/SEAL_BROKEN');
    expect(await refusalOf(() => client.signTransaction({ ...request, identity }))).toBe(
      chain === 'ethereum' ? 'CHAIN_ID_MISMATCH' : 'WALLET_NOT_SIGNER',
    );
  });

  it('refuses a key in use under another identity or address', async () => {
    const { client } = await SignerHarness.known();
    const request = evmRequest();
    await client.signTransaction(request);
    const refusals = await Promise.all([
      refusalOf(() =>
        client.signTransaction({ ...request, identity: { ...KNOWN_EVM_IDENTITY, walletId: KNOWN_SOLANA_IDENTITY.walletId } }),
      ),
      refusalOf(() => client.signTransaction({ ...request, identity: { ...KNOWN_EVM_IDENTITY, environment: 'mainnet' } })),
      refusalOf(() => client.signTransaction({ ...request, key: { ...KNOWN_EVM_KEY, address: `0x${'11'.repeat(20)}` } })),
      refusalOf(() => client.signTransaction({ ...request, key: KNOWN_SOLANA_KEY })),
      refusalOf(() => client.signTransaction({ ...request, identity: KNOWN_SOLANA_IDENTITY, key: KNOWN_SOLANA_KEY })),
    ]);
    expect(refusals).toEqual([
      'INTERNAL_ERROR/SEAL_BROKEN',
      'INTERNAL_ERROR/SEAL_BROKEN',
      'KEY_ADDRESS_MISMATCH',
      'INTERNAL_ERROR/SEAL_BROKEN',
      'UNSUPPORTED_TX_TYPE/OTHER_CHAIN',
    ]);
  });

  it('refuses a damaged blob and goes on', async () => {
    const { client } = await SignerHarness.known();
    const { blob, address } = KNOWN_EVM_KEY;
    const damaged = [
      `${blob.slice(0, -1)}${blob.endsWith('A') ? 'E' : 'A'}`,
      blob.slice(0, -8),
      blob.replace('wkey.1', 'wkey.2'),
      'x',
    ];
    for (const bad of damaged) {
      expect(await refusalOf(() => client.signTransaction({ ...evmRequest(), key: { blob: bad, address } }))).toMatch(
        /^INTERNAL_ERROR\/SEAL_(BROKEN|MALFORMED)$/,
      );
    }
    expect(await client.signTransaction(evmRequest())).toHaveLength(130);
  });

  it('never opens a wallet key as an ordinary value', async () => {
    const { client } = await SignerHarness.known();
    const place = { table: 'sealed_keys', rowId: KNOWN_EVM_IDENTITY.walletId, column: 'blob' };
    for (const blob of [KNOWN_EVM_KEY.blob, KNOWN_EVM_KEY.blob.replace('wkey', 'wval')]) {
      expect(await refusalOf(() => client.open(place, blob))).toMatch(/^INTERNAL_ERROR\/SEAL_(MALFORMED|BROKEN)$/);
    }
  });

  it('seals values to their place', async () => {
    const { client } = await SignerHarness.known();
    const here = { table: 'sealed_secrets', rowId: 'webhook-1', column: 'sealed' };
    const sealed = await client.seal(here, base64('hook secret'));
    expect(sealed).not.toBe(await client.seal(here, base64('hook secret')));
    expect(text(await client.open(here, sealed))).toBe('hook secret');
    expect(await refusalOf(() => client.open({ ...here, rowId: 'webhook-2' }, sealed))).toBe('INTERNAL_ERROR/SEAL_BROKEN');
  });

  it('imports a key only for the address it gives', async () => {
    const { client } = await SignerHarness.known();
    const value = `${'test '.repeat(11)}junk`;
    const imported = await client.importKey(KNOWN_EVM_IDENTITY, NO_CEILING, {
      format: 'mnemonic',
      value,
      expectedAddress: KNOWN_EVM_KEY.address,
    });
    expect(imported.address).toBe(KNOWN_EVM_KEY.address);
    expect(await client.signTransaction({ ...evmRequest(), key: imported })).toBe(await client.signTransaction(evmRequest()));
    const wrong = { format: 'mnemonic', value, expectedAddress: `0x${'11'.repeat(20)}` } as const;
    expect(await refusalOf(() => client.importKey(KNOWN_EVM_IDENTITY, NO_CEILING, wrong))).toBe('KEY_ADDRESS_MISMATCH');
    expect(await refusalOf(() => client.importKey(KNOWN_EVM_IDENTITY, NO_CEILING, { format: 'hex', value: 'zz' }))).toBe(
      'INVALID_KEY_MATERIAL',
    );
  });

  it('exports a key only for the master password', async () => {
    const { client } = await SignerHarness.known();
    const request = { identity: KNOWN_EVM_IDENTITY, key: KNOWN_EVM_KEY, password: KNOWN_PASSWORD };
    expect(await refusalOf(() => client.exportKey({ ...request, password: 'not the password' }))).toBe('INVALID_MASTER_PASSWORD');
    expect(await refusalOf(() => client.exportKey({ ...request, passphrase: 'short' }))).toBe(
      'VALIDATION_FAILED/PASSWORD_TOO_SHORT',
    );
    expect(await client.exportKey(request)).toEqual({
      format: 'raw',
      address: KNOWN_EVM_KEY.address,
      secret: '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
    });
    const encrypted = await client.exportKey({ ...request, passphrase: 'a long passphrase' });
    expect(encrypted).toMatchObject({ format: 'encrypted', address: KNOWN_EVM_KEY.address });
    expect(JSON.stringify(encrypted)).not.toContain('ac0974be');
  });
});

describe('password checks', () => {
  it('of one password at a time cost one derivation, however many ask', async () => {
    const { client } = await SignerHarness.known();
    const answers = await Promise.all(Array.from({ length: 50 }, () => client.verifyPassword(KNOWN_PASSWORD)));
    expect(answers.every(Boolean)).toBe(true);
  });

  it('of many passwords run two at once with eight waiting, and refuse the rest', async () => {
    const { client } = await SignerHarness.known();
    const answers = await Promise.all(
      Array.from({ length: 13 }, (_, index) => refusalOf(() => client.verifyPassword(`guess number ${String(index)}`))),
    );
    expect(answers.filter((answer) => answer === 'RATE_LIMITED')).toHaveLength(3);
    expect(answers.filter((answer) => answer === 'accepted')).toHaveLength(10);
    expect(await client.verifyPassword(KNOWN_PASSWORD)).toBe(true);
  });

  it('do not hold up signatures', async () => {
    const { client } = await SignerHarness.known();
    let isChecked = false;
    const check = client.verifyPassword('a wrong password').then(() => {
      isChecked = true;
    });
    await client.signTransaction(solanaRequest());
    expect(isChecked).toBe(false);
    await check;
  });

  it.each(['', 'x'.repeat(1025), '\u0000'])('say no to an impossible password (%#)', async (password) => {
    const { client } = await SignerHarness.known();
    expect(await client.verifyPassword(password)).toBe(false);
  });
});
