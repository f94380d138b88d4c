import { DomainError, type SignerFreezePort } from '@waiaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { killSwitchFixture, type KillSwitchFixture } from '../../../test/kill-switch/kill-switch-fixture.js';
import { storeWallet } from '../../../test/stored-wallet.js';
import { until } from '../../../test/until.js';
import { Logger } from '../../common/logging/logger.js';
import { FrozenOwnersRepository } from './frozen-owners.repository.js';
import type { KillSwitchService } from './kill-switch.service.js';
import { SignerFreeze } from './signer-freeze.service.js';

const MASTER = { actor: 'master', ipAddress: '127.0.0.1' };
const PASSWORD = 'correct horse battery staple';

/** A signer that remembers what it was told. */
class FakeSigner implements SignerFreezePort {
  pid: number | undefined = 1;
  isHeld = false;
  isDiskFull = false;
  readonly orders: Readonly<Record<string, string>>[] = [];

  signerPid(): number | undefined {
    return this.pid;
  }

  freeze(owners: Readonly<Record<string, string>>): Promise<boolean> {
    this.isHeld = true;
    this.orders.push(owners);
    return Promise.resolve(!this.isDiskFull);
  }

  unfreeze(password: string): Promise<void> {
    if (password !== PASSWORD) return Promise.reject(new DomainError('INVALID_MASTER_PASSWORD'));
    this.isHeld = false;
    return Promise.resolve();
  }

  isFrozen(): Promise<boolean> {
    return Promise.resolve(this.isHeld);
  }
}

let fixture: KillSwitchFixture;
let killSwitch: KillSwitchService;
let signer: FakeSigner;
let freeze: SignerFreeze;

beforeEach(async () => {
  fixture = await killSwitchFixture();
  killSwitch = await fixture.start();
  signer = new FakeSigner();
  const log = new Logger('fatal', { write: () => undefined });
  freeze = new SignerFreeze(signer, killSwitch, new FrozenOwnersRepository(fixture.temporary.database), log);
});
afterEach(async () => {
  await freeze.onApplicationShutdown();
  await fixture.drop();
});

const recover = (password: string) => killSwitch.recover(MASTER, false, (act) => freeze.lift(password, act));

describe('the signer', () => {
  it('is told of a freeze and of the owners that have proved themselves, with a database that takes nothing', async () => {
    const walletId = await storeWallet(fixture.temporary.database, { ownerAddress: '0xowner', ownerState: 'LOCKED' });
    await storeWallet(fixture.temporary.database, { ownerAddress: '0xunproven', ownerState: 'GRACE' });
    fixture.database.isFull = true;
    await killSwitch.activate(MASTER);
    await until(() => Promise.resolve(signer.isHeld));
    expect(signer.orders).toEqual([{ [walletId]: '0xowner' }]);
  });

  it('is told again until its record has it, and so is the process after it', async () => {
    signer.isDiskFull = true;
    freeze.onApplicationBootstrap();
    await killSwitch.activate(MASTER);
    await until(() => Promise.resolve(signer.orders.length > 1));
    signer.isDiskFull = false;
    const told = signer.orders.length;
    await until(() => Promise.resolve(signer.orders.length > told));
    signer.pid = 2;
    signer.isHeld = false;
    await until(() => Promise.resolve(signer.isHeld));
  });

  it('freezes the daemon where it alone remembers the order', async () => {
    signer.isHeld = true;
    freeze.onApplicationBootstrap();
    await until(() => Promise.resolve(killSwitch.state() === 'SUSPENDED'));
    expect(killSwitch.status()).toMatchObject({ activatedBy: 'signer' });
  });

  it('lets go with a recovery whose password it finds right, and of nothing else', async () => {
    await killSwitch.activate(MASTER);
    await until(() => Promise.resolve(signer.isHeld));
    await expect(recover('not the password')).rejects.toMatchObject({ code: 'INVALID_MASTER_PASSWORD' });
    expect([killSwitch.state(), signer.isHeld]).toEqual(['SUSPENDED', true]);
    await recover(PASSWORD);
    expect([killSwitch.state(), signer.isHeld]).toEqual(['ACTIVE', false]);
    await killSwitch.activate(MASTER);
    await until(() => Promise.resolve(signer.isHeld));
  });

  it('is frozen again where the recovery came to nothing', async () => {
    await killSwitch.activate(MASTER);
    await until(() => Promise.resolve(signer.isHeld));
    fixture.database.isFull = true;
    await expect(recover(PASSWORD)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    await until(() => Promise.resolve(signer.isHeld));
    expect(killSwitch.state()).toBe('SUSPENDED');
  });
});
