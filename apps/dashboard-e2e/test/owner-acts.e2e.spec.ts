import { createWallet, eventually, masterOf, PASSWORD, TestClock, type TestWallet } from '@waiaas/daemon-e2e';
import { startAnvil, type AnvilNode } from '@waiaas/testing';
import { privateKeyToAddress } from 'viem/accounts';
import { afterAll, describe, expect, it } from 'vitest';
import { everythingOn, openAsAdmin, stepUp } from '../src/admin-visit.js';
import { useDashboard } from '../src/dashboard-test.js';
import { newWallet, type InjectedWallet } from '../src/injected-wallets.js';

let anvil: AnvilNode;
const clock = new TestClock();
const { daemon, visit } = useDashboard(async () => {
  anvil = await startAnvil({ chainId: 11155111 });
  return { WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: anvil.url, ...clock.env };
});
afterAll(async () => {
  await anvil.stop();
  clock.dispose();
});

const ETHER = 10n ** 18n;
const DAY = 86_400;

async function ownedWallet(owner: InjectedWallet): Promise<TestWallet> {
  const wallet = await createWallet(daemon(), { policyPreset: 'none' });
  await anvil.setBalance(wallet.address, 3n * ETHER);
  const master = await masterOf(daemon());
  await master.must(200, master.put(`/v1/wallets/${wallet.id}/owner`, { owner_address: owner.address }));
  return wallet;
}

async function walletNow(id: string) {
  const master = await masterOf(daemon());
  return master.must(200, master.get<Record<string, unknown>>(`/v1/wallets/${id}`));
}

describe('the key of a wallet', () => {
  it('is shown once, to who types the password and the end of the address, and is gone with the dialog', async () => {
    const wallet = await createWallet(daemon());
    const visitor = await openAsAdmin(visit, `/wallets/${wallet.id}`);
    await visitor.press('Export the key');
    await visitor.page.getByLabel('How it leaves').selectOption('raw');
    await visitor.page.getByLabel('Last six characters of the address').fill(wallet.address.slice(-6));
    await visitor.page.getByLabel('Master password').fill(PASSWORD);
    await visitor.inspect();
    await visitor.answer('Export');
    await visitor.sees('This is the only time you see this key here');
    expect(await visitor.page.getByText(/^0x[0-9a-f]{64}$/).count()).toBe(0);
    await visitor.answer('Show');
    const key = (await visitor.page.getByText(/^0x[0-9a-f]{64}$/).textContent()) as `0x${string}`;
    expect(privateKeyToAddress(key)).toBe(wallet.address);
    await visitor.inspect();
    await visitor.answer('Close, and forget it');
    await visitor.isAnswered();
    const left = await everythingOn(visitor);
    expect(left).not.toContain(key);
    expect(left).not.toContain(PASSWORD);
  });

  it('stays inside where the password is wrong', async () => {
    const wallet = await createWallet(daemon());
    const visitor = await openAsAdmin(visit, `/wallets/${wallet.id}`);
    visitor.guard.expectRefusals(401);
    await visitor.press('Export the key');
    await visitor.page.getByLabel('Passphrase', { exact: true }).fill('a long passphrase');
    await visitor.page.getByLabel('Passphrase again').fill('a long passphrase');
    await visitor.page.getByLabel('Master password').fill('a guess of mine');
    await visitor.answer('Export');
    await visitor.sees('That is not the master password.');
    await visitor.page.getByRole('heading', { name: 'Let the private key out' }).waitFor();
  });

  it('of a proven owner leaves with the owner’s signature alone, sealed', async () => {
    const owner = newWallet('ethereum');
    const wallet = await ownedWallet(owner);
    const visitor = await openAsAdmin(visit, `/wallets/${wallet.id}`);
    await owner.inject(visitor);
    await visitor.page.reload();
    await visitor.press('Prove it now');
    await visitor.answer(/^Sign with/);
    await visitor.isAnswered();
    await visitor.sees(/^Proven$/);
    await visitor.press('Export the key');
    await visitor.page.getByLabel('Passphrase', { exact: true }).fill('a long passphrase');
    await visitor.page.getByLabel('Passphrase again').fill('a long passphrase');
    await visitor.page.getByLabel('Master password').fill(PASSWORD);
    await visitor.answer('Export');
    await visitor.answer(/^Sign with/);
    await visitor.sees('Sealed: without the passphrase it is worth nothing');
    expect(owner.asked.at(-1)).toContain('EXPORT encrypted the private key');
  });
});

describe('an owner of a wallet', () => {
  it('freezes what they own and nothing else, and alone opens it again', async () => {
    const owner = newWallet('ethereum');
    const [mine, other] = [await ownedWallet(owner), await createWallet(daemon())];
    const visitor = await visit();
    await owner.inject(visitor);
    await visitor.open('/owner/login?next=%2Fowned');
    await visitor.press('Log in with Test Ether');
    await visitor.press('Prove it now');
    await visitor.answer(/^Sign with/);
    await visitor.isAnswered();
    await visitor.sees(/^Proven$/);
    await visitor.press('Freeze');
    await visitor.sees(/FREEZE every wallet/);
    await visitor.inspect();
    await visitor.answer(/^Sign with/);
    await visitor.isAnswered();
    await eventually('it is suspended', async () => (await walletNow(mine.id))['status'] === 'SUSPENDED');
    expect((await walletNow(other.id))['status']).toBe('ACTIVE');
    const admin = await openAsAdmin(visit, `/wallets/${mine.id}`);
    await admin.press('Resume');
    await admin.answer('Resume');
    await stepUp(admin);
    await admin.sees('Only the owner may do this, with a signature.');
    await visitor.press('Resume as owner');
    await visitor.answer(/^Sign with/);
    await visitor.isAnswered();
    await eventually('it is open again', async () => (await walletNow(mine.id))['status'] === 'ACTIVE');
  });

  it('whose key is lost goes after a delay that everybody sees, and stays if somebody says so', async () => {
    const owner = newWallet('ethereum');
    const wallet = await ownedWallet(owner);
    const visitor = await openAsAdmin(visit, `/wallets/${wallet.id}`);
    await owner.inject(visitor);
    await visitor.page.reload();
    await visitor.press('Prove it now');
    await visitor.answer(/^Sign with/);
    await visitor.isAnswered();
    await visitor.sees(/^Proven$/);
    await visitor.press('The key of the owner is lost');
    await visitor.page.getByLabel('Type REMOVE to confirm').fill('REMOVE');
    await visitor.answer('Remove the owner');
    await stepUp(visitor);
    await visitor.sees('The owner will be removed');
    await visitor.inspect();
    expect((await walletNow(wallet.id))['ownerRemovalAt']).toEqual(expect.any(Number));
    await visitor.press('Keep the owner');
    await visitor.seesNoMore('The owner will be removed');
    await visitor.press('Give it up');
    await visitor.answer(/^Sign with/);
    await visitor.sees(/^No owner$/);
    expect((await walletNow(wallet.id))['ownerState']).toBe('NONE');
  });

  it('proves it on a page of their own, and takes everything out', async () => {
    const owner = newWallet('ethereum');
    const wallet = await ownedWallet(owner);
    // Withdraw is closed for a day after the owner was named.
    clock.advance(DAY + 1);
    const visitor = await visit({ viewport: { width: 390, height: 844 } });
    await owner.inject(visitor);
    await visitor.open('/owner/login?next=%2Fowned');
    await visitor.press('Log in with Test Ether');
    await visitor.heading('My wallets');
    await visitor.inspect();
    await visitor.press('Prove it now');
    await visitor.sees(/VERIFY that this address owns/);
    await visitor.inspect();
    await visitor.answer(/^Sign with/);
    await visitor.isAnswered();
    await visitor.sees(/^Proven$/);
    await visitor.press('Withdraw');
    await visitor.dialog.getByLabel('Network').selectOption('ethereum-sepolia');
    await visitor.answer('Next');
    await visitor.sees(/WITHDRAW everything to this address/);
    await visitor.answer(/^Sign with/);
    await visitor.sees('1 of 1 have arrived');
    await visitor.inspect();
    const balance = async (): Promise<bigint> => BigInt(await anvil.rpc<string>('eth_getBalance', owner.address, 'latest'));
    await eventually('the owner has it', async () => (await balance()) > 2n * ETHER);
    expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect((await walletNow(wallet.id))['ownerState']).toBe('LOCKED');
  });
});
