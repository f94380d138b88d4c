import type { PasswordSource } from '@waiaas/core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BookStore } from '../ceilings/book-store.js';
import { VaultKeeper } from './vault-keeper.js';

const PASSWORD = 'correct horse battery staple';
const SOURCE: PasswordSource = { kind: 'handover', password: PASSWORD };
const OWNERS = { w: '0x52908400098527886E0F7030069857D2E4169EE7' };

class Memory implements BookStore {
  text: string | undefined;
  isFull = false;

  read(): string | undefined {
    return this.text;
  }

  append(text: string): void {
    if (this.isFull) throw new Error('no space');
    this.text = `${this.text ?? ''}${text}`;
  }

  replace(text: string): void {
    if (this.isFull) throw new Error('no space');
    this.text = text;
  }
}

let store: Memory;
let vault: VaultKeeper;
let text: string;

beforeEach(async () => {
  store = new Memory();
  vault = new VaultKeeper(store);
  ({ vault: text } = await vault.init(SOURCE));
  vault.load(text);
  await vault.unlock(SOURCE);
});

/** The next process over the same record. */
async function restart(): Promise<VaultKeeper> {
  const next = new VaultKeeper(store);
  next.load(text);
  await next.unlock(SOURCE);
  return next;
}
const isHeld = (keeper: VaultKeeper) => [keeper.isFrozen(), keeper.ceilings().freeze.isInForce()];

describe('a signer that was frozen', { timeout: 60_000 }, () => {
  it('is so over a restart, and lets go for the master password alone', async () => {
    expect(isHeld(vault)).toEqual([false, false]);
    expect(vault.freeze(OWNERS)).toBe(true);
    const next = await restart();
    expect(isHeld(next)).toEqual([true, true]);
    await expect(next.unfreeze('a guess at the password')).rejects.toMatchObject({ code: 'INVALID_MASTER_PASSWORD' });
    expect(isHeld(next)).toEqual([true, true]);
    await next.unfreeze(PASSWORD);
    expect(isHeld(next)).toEqual([false, false]);
    expect(isHeld(await restart())).toEqual([false, false]);
  });

  it('while it was locked is so when it is unlocked, with the owners that were named', async () => {
    vault.lock();
    expect([vault.freeze(OWNERS), vault.isFrozen()]).toEqual([false, true]);
    await vault.unlock(SOURCE);
    expect(isHeld(vault)).toEqual([true, true]);
    expect(vault.ceilings().freeze.ownerOf('w')).toBe(OWNERS.w);
    expect(isHeld(await restart())).toEqual([true, true]);
  });

  it('is not let go where it is locked, whoever knows the password', async () => {
    vault.freeze(OWNERS);
    vault.lock();
    await expect(vault.unfreeze(PASSWORD)).rejects.toMatchObject({ code: 'KEYSTORE_LOCKED' });
    expect(vault.isFrozen()).toBe(true);
  });

  it('stays so where another freeze comes while the password is looked at', async () => {
    vault.freeze(OWNERS);
    const lifting = vault.unfreeze(PASSWORD);
    vault.freeze(OWNERS);
    await expect(lifting).rejects.toMatchObject({ details: { reason: 'FROZEN_AGAIN' } });
    expect(isHeld(vault)).toEqual([true, true]);
  });

  it('stays so where its end cannot be written down, locked and unlocked again too', async () => {
    store.isFull = true;
    expect(vault.freeze(OWNERS)).toBe(false);
    await expect(vault.unfreeze(PASSWORD)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    expect(isHeld(vault)).toEqual([true, true]);
    vault.lock();
    store.isFull = false;
    await vault.unlock(SOURCE);
    expect(isHeld(vault)).toEqual([true, true]);
  });
});
