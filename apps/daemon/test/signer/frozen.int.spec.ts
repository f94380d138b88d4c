import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { KeyIdentity, SignerParams } from '@waiaas/core';
import { encodeFunctionData, erc20Abi, type Hex, serializeTransaction } from 'viem';
import { describe, expect, it } from 'vitest';
import { KNOWN_PASSWORD } from './known-vault.js';
import { NO_CEILING } from './signer-harness.js';
import { TakenOver } from './taken-over.js';

const IDENTITY: KeyIdentity = {
  walletId: '0190f0a0-0000-7000-8000-0000000000aa',
  chain: 'ethereum',
  environment: 'testnet',
};
const OWNER = '0x52908400098527886E0F7030069857D2E4169EE7';
const THIEF = '0x1111111111111111111111111111111111111111';
const TOKEN = '0x2222222222222222222222222222222222222222';
const FROZEN = 'SYSTEM_LOCKED/FROZEN';
const NAMED = { owners: { [IDENTITY.walletId]: OWNER } };

interface Bytes {
  readonly to: string;
  readonly value?: bigint;
  readonly data?: Hex;
  readonly price?: bigint;
}

const tokensTo = (to: string): Bytes => ({
  to: TOKEN,
  data: encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [to as Hex, 5n] }),
});

/** A signer that a stolen channel key speaks to, and a key of its own. */
class Stolen {
  #nonce = 0;

  private constructor(
    readonly daemon: TakenOver,
    readonly key: SignerParams<'signTransaction'>['key'],
  ) {}

  static async start(owner: string | null = null): Promise<Stolen> {
    const daemon = await TakenOver.start();
    const key = await daemon.call('createKey', { identity: IDENTITY, ceiling: { ...NO_CEILING, owner } });
    return new Stolen(daemon, key);
  }

  get freezeFile(): string {
    return path.join(path.dirname(this.daemon.bookPath), 'FREEZE');
  }

  sign({ to, value = 0n, data = '0x', price = 1n }: Bytes): Promise<string> {
    const { key } = this;
    this.#nonce += 1;
    const fees = { gas: 90_000n, maxFeePerGas: price, maxPriorityFeePerGas: 0n };
    const payload = serializeTransaction({
      ...{ type: 'eip1559', chainId: 11_155_111, nonce: this.#nonce, ...fees, to: to as Hex, value, data },
    }).slice(2);
    return this.daemon.outcome('signTransaction', { identity: IDENTITY, key, kind: 'evm-transaction', payload });
  }

  /** What of everything it can ask for it gets: a payment, a message, typed data. */
  async everything(): Promise<ReadonlySet<string>> {
    const { key, daemon } = this;
    const typed = {
      types: { EIP712Domain: [{ name: 'name', type: 'string' }], Mail: [{ name: 'text', type: 'string' }] },
      ...{ primaryType: 'Mail', domain: { name: 'x' }, message: { text: 'y' } },
    };
    return new Set([
      await this.sign({ to: THIEF, value: 5n }),
      await this.sign(tokensTo(THIEF)),
      await daemon.outcome('signMessage', { identity: IDENTITY, key, kind: 'evm-message', message: 'hello' }),
      await daemon.outcome('signTypedData', { identity: IDENTITY, key, typedData: JSON.stringify(typed) }),
    ]);
  }
}

describe('a signer that was frozen', { timeout: 60_000 }, () => {
  it('signs nothing for a daemon that was taken over, over any restart', async () => {
    const stolen = await Stolen.start();
    expect(await stolen.everything()).toEqual(new Set(['done']));
    expect(await stolen.daemon.call('freeze', NAMED)).toEqual({ isDurable: true });
    expect(await stolen.everything()).toEqual(new Set([FROZEN]));
    await stolen.daemon.restart();
    expect(await stolen.daemon.call('isFrozen', {})).toEqual({ isFrozen: true });
    expect(await stolen.everything()).toEqual(new Set([FROZEN]));
    await stolen.daemon.call('lock', {});
    expect(await stolen.everything()).toEqual(new Set(['KEYSTORE_LOCKED']));
  });

  it('lets go for the master password alone', async () => {
    const stolen = await Stolen.start();
    await stolen.daemon.call('freeze', NAMED);
    expect(await stolen.daemon.outcome('unfreeze', {} as never)).toBe('VALIDATION_FAILED/SIGNER_PARAMS');
    expect(await stolen.daemon.outcome('unfreeze', { password: 'a guess at the password' })).toBe('INVALID_MASTER_PASSWORD');
    expect(await stolen.everything()).toEqual(new Set([FROZEN]));
    expect(await stolen.daemon.outcome('unfreeze', { password: KNOWN_PASSWORD })).toBe('done');
    expect(await stolen.everything()).toEqual(new Set(['done']));
    await stolen.daemon.restart();
    expect(await stolen.everything()).toEqual(new Set(['done']));
  });

  it('stays frozen where another freeze comes while the password is looked at', async () => {
    const stolen = await Stolen.start();
    await stolen.daemon.call('freeze', NAMED);
    const lifting = stolen.daemon.outcome('unfreeze', { password: KNOWN_PASSWORD });
    await stolen.daemon.call('freeze', NAMED);
    expect(await lifting).toBe('INVALID_STATE_TRANSITION/FROZEN_AGAIN');
    expect(await stolen.everything()).toEqual(new Set([FROZEN]));
  });

  it('pays the owner that was named with the freeze, and nobody who is named later', async () => {
    const stolen = await Stolen.start();
    await stolen.daemon.call('freeze', NAMED);
    await stolen.daemon.call('freeze', { owners: { [IDENTITY.walletId]: THIEF } });
    expect(await stolen.sign({ to: OWNER, value: 5n })).toBe('done');
    expect(await stolen.sign(tokensTo(OWNER))).toBe('done');
    expect(await stolen.sign({ to: OWNER, value: 5n, data: '0x00' })).toBe(FROZEN);
    expect(await stolen.sign({ ...tokensTo(OWNER), value: 1n })).toBe(FROZEN);
    // Nor is anything burnt as a fee.
    expect(await stolen.sign({ to: OWNER, value: 5n, price: 10n ** 13n })).toBe(FROZEN);
    expect(await stolen.sign({ to: THIEF, value: 5n })).toBe(FROZEN);
    await stolen.daemon.restart();
    await stolen.daemon.call('freeze', { owners: { [IDENTITY.walletId]: THIEF } });
    expect([await stolen.sign({ to: OWNER, value: 5n }), await stolen.sign({ to: THIEF, value: 5n })]).toEqual(['done', FROZEN]);
  });

  it('pays the owner in the key, whoever else is named', async () => {
    const stolen = await Stolen.start(OWNER);
    await stolen.daemon.call('freeze', { owners: { [IDENTITY.walletId]: THIEF } });
    expect([await stolen.sign({ to: OWNER, value: 5n }), await stolen.sign({ to: THIEF, value: 5n })]).toEqual(['done', FROZEN]);
  });

  it('voids an earlier signature by paying nothing to the wallet itself', async () => {
    const stolen = await Stolen.start();
    await stolen.daemon.call('freeze', { owners: {} });
    const to = stolen.key.address;
    expect([await stolen.sign({ to }), await stolen.sign({ to, value: 1n })]).toEqual(['done', FROZEN]);
  });

  it('goes on to sign heads of the audit chain', async () => {
    const stolen = await Stolen.start();
    const { blob } = await stolen.daemon.call('createAuditKey', {});
    await stolen.daemon.call('freeze', NAMED);
    const head = { id: 1, hash: 'ab'.repeat(32), at: 1 };
    expect(await stolen.daemon.outcome('signAuditHead', { blob, head })).toBe('done');
  });

  it('is frozen by the file alone, whatever the daemon does, and stays so when the file is gone', async () => {
    const stolen = await Stolen.start();
    writeFileSync(stolen.freezeFile, '');
    expect(await stolen.everything()).toEqual(new Set([FROZEN]));
    expect(await stolen.daemon.outcome('unfreeze', { password: KNOWN_PASSWORD })).toBe('INVALID_STATE_TRANSITION/FREEZE_FILE');
    rmSync(stolen.freezeFile);
    await stolen.daemon.restart();
    expect(await stolen.everything()).toEqual(new Set([FROZEN]));
    expect(await stolen.daemon.outcome('unfreeze', { password: KNOWN_PASSWORD })).toBe('done');
    expect(await stolen.everything()).toEqual(new Set(['done']));
  });

  it('is frozen at once where its disk takes nothing, says so, and lets nothing go there', async () => {
    const stolen = await Stolen.start();
    // A directory where the record was: neither written to nor replaced.
    renameSync(stolen.daemon.bookPath, `${stolen.daemon.bookPath}.kept`);
    mkdirSync(path.join(stolen.daemon.bookPath, 'x'), { recursive: true });
    expect(await stolen.daemon.call('freeze', NAMED)).toEqual({ isDurable: false });
    expect(await stolen.everything()).toEqual(new Set([FROZEN]));
    expect(await stolen.daemon.outcome('unfreeze', { password: KNOWN_PASSWORD })).toBe('STORAGE_UNAVAILABLE/CEILING_BOOK');
    rmSync(stolen.daemon.bookPath, { recursive: true });
    expect(await stolen.daemon.call('freeze', NAMED)).toEqual({ isDurable: true });
    expect(existsSync(stolen.daemon.bookPath)).toBe(true);
    await stolen.daemon.restart();
    expect(await stolen.everything()).toEqual(new Set([FROZEN]));
  });
});
