import { Api, createWallet, masterOf } from '@waiaas/daemon-e2e';
import { startAnvil, type AnvilNode } from '@waiaas/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { everythingOn, openAsAdmin, stepUp } from '../src/admin-visit.js';
import { useDashboard } from '../src/dashboard-test.js';

let anvil: AnvilNode;
const { daemon, visit } = useDashboard(async () => {
  anvil = await startAnvil({ chainId: 11155111 });
  return { WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: anvil.url };
});
afterAll(() => anvil.stop());

const HOSTILE = '<img src=x onerror=alert(1)>\u202Egnp.exe';

describe('a new wallet', () => {
  it('is made with a session whose token is seen once, works, and is nowhere afterwards', async () => {
    const visitor = await openAsAdmin(visit, '/wallets');
    await visitor.sees('No wallet yet');
    await visitor.inspect();
    await visitor.page.getByRole('link', { name: 'New wallet' }).first().click();
    await visitor.heading('New wallet');
    await visitor.inspect();
    await visitor.page.getByLabel('Name').fill(HOSTILE);
    await visitor.press('Make the wallet');
    await visitor.sees('This is the only time you see this token');
    await visitor.press('Show');
    const token = (await visitor.page.getByText(/^wai_sess_/).textContent()) ?? '';
    expect((await Api.session(visitor.origin, token).get('/v1/wallet/address')).status).toBe(200);
    await visitor.inspect();
    await visitor.page.getByRole('link', { name: 'Go to the wallet' }).click();
    // The page before has the name in its heading too.
    await visitor.page.getByRole('heading', { name: 'Balances' }).waitFor();
    await visitor.page.getByRole('heading', { level: 1, name: /img src=x/ }).waitFor();
    await visitor.sees(/⟨U\+202E⟩/);
    expect(await visitor.page.locator('img').count()).toBe(0);
    expect(await everythingOn(visitor)).not.toContain(token);
    await visitor.page.goBack();
    await visitor.heading('New wallet');
    expect(await everythingOn(visitor)).not.toContain(token);
  });

  it('is refused for a key that is none, beside the form, and the key is gone from it', async () => {
    const visitor = await openAsAdmin(visit, '/wallets/import', { viewport: { width: 390, height: 844 } });
    visitor.guard.expectRefusals(400);
    await visitor.page.getByLabel('Name').fill('imported');
    await visitor.page.getByLabel('Private key').fill('0xnot-a-key');
    await visitor.press('Import the wallet');
    await visitor.sees('That is no key in this format.');
    expect(await visitor.page.getByLabel('Private key').inputValue()).toBe('');
    await visitor.inspect();
    expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});

describe('the life of a wallet', () => {
  it('shows its money in whole units, is suspended, resumed with the password, and ended by its name', async () => {
    const wallet = await createWallet(daemon(), { name: 'spender' });
    await anvil.setBalance(wallet.address, 1_234_500_000_000_000_000_000n);
    const visitor = await openAsAdmin(visit, `/wallets/${wallet.id}`);
    await visitor.sees('1,234.5 ETH');
    await visitor.inspect();
    await visitor.press('Suspend');
    await visitor.answer('Suspend');
    await visitor.isAnswered();
    await visitor.sees(/^Suspended$/);
    await visitor.press('Resume');
    await visitor.answer('Resume');
    await stepUp(visitor);
    await visitor.isAnswered();
    await visitor.button('Suspend').waitFor();
    await visitor.press('End for ever');
    const end = visitor.dialog.getByRole('button', { name: 'End for ever' });
    expect(await end.isDisabled()).toBe(true);
    await visitor.page.getByLabel('Type spender to confirm').fill('spender');
    await end.click();
    await visitor.isAnswered();
    await visitor.sees(/^Ended$/);
  });
});

describe('a question about a wallet', () => {
  it('stays the one that was asked when the wallet changes behind it', async () => {
    const wallet = await createWallet(daemon(), { name: 'flipped' });
    const visitor = await openAsAdmin(visit, `/wallets/${wallet.id}`);
    visitor.guard.expectRefusals(409);
    await visitor.press('Suspend');
    await visitor.dialog.getByRole('heading', { name: 'Suspend this wallet' }).waitFor();
    const master = await masterOf(daemon());
    await master.must(200, master.post(`/v1/wallets/${wallet.id}/suspend`));
    await visitor.page.locator('#content').getByText('Resume', { exact: true }).waitFor();
    await visitor.dialog.getByRole('heading', { name: 'Suspend this wallet' }).waitFor();
    await visitor.answer('Suspend');
    await visitor.dialog.getByRole('alert').waitFor();
    const { status } = await master.must(200, master.get<{ status: string }>(`/v1/wallets/${wallet.id}`));
    expect(status).toBe('SUSPENDED');
  });
});

describe('a session', () => {
  it('is made narrower than the policies, gets a new token, and is ended', async () => {
    const wallet = await createWallet(daemon(), { name: 'narrowed' });
    const visitor = await openAsAdmin(visit, '/sessions/new');
    await visitor.heading('New session');
    await visitor.page.getByLabel('narrowed').check();
    await visitor.page.getByLabel('At most per payment, in USD').fill('a lot');
    await visitor.press('Make the session');
    await visitor.sees('Digits with at most two decimals, such as 12.50.');
    await visitor.inspect();
    await visitor.page.getByLabel('At most per payment, in USD').fill('12.50');
    await visitor.press('Make the session');
    await visitor.press('Show');
    const token = (await visitor.page.getByText(/^wai_sess_/).textContent()) ?? '';
    const reads = async (): Promise<number> => (await Api.session(visitor.origin, token).get('/v1/wallet/address')).status;
    expect(await reads()).toBe(200);
    await visitor.open(`/wallets/${wallet.id}`);
    await visitor.button('New token').first().click();
    await visitor.answer('New token');
    await visitor.sees('This is the only time you see this token');
    await visitor.inspect();
    expect(await reads()).toBe(401);
    await visitor.answer('Close');
    await visitor.isAnswered();
    const rows = visitor.page.getByRole('table', { name: 'Sessions' }).getByRole('row');
    const before = await rows.count();
    await visitor.button('End').first().click();
    await visitor.answer('End');
    await rows.nth(before - 1).waitFor({ state: 'detached' });
  });
});

describe('a payment of an agent', () => {
  it('appears by itself, and its page tells what happened', async () => {
    const wallet = await createWallet(daemon(), { name: 'payer', policyPreset: 'none' });
    await anvil.setBalance(wallet.address, 10n ** 19n);
    const master = await masterOf(daemon());
    const site = (value: string) => ({ settings: [{ key: 'explorer.ethereum_sepolia', value }] });
    await master.must(400, master.put('/v1/admin/settings', site('http://scan.example')));
    await master.must(200, master.put('/v1/admin/settings', site('https://scan.example/sepolia')));
    const visitor = await openAsAdmin(visit, '/transactions');
    await visitor.sees('No transaction');
    const to = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
    await wallet.api.post('/v1/transactions/send', { network: 'ethereum-sepolia', to, humanAmount: '2' });
    await visitor.page.getByRole('link', { name: /Send 2 ETH/ }).click();
    await visitor.heading('Transaction');
    await visitor.sees('Needs approval');
    await visitor.inspect();
    await visitor.go('Approvals');
    await visitor.press('Approve…');
    await visitor.answer('Approve');
    await stepUp(visitor);
    await visitor.sees('Nothing waits for a decision');
    await visitor.go('Transactions');
    await visitor.page.getByRole('table').getByText('Confirmed').waitFor();
    await visitor.inspect();
    await visitor.page.getByRole('link', { name: /Send 2 ETH/ }).click();
    await visitor.heading('Transaction');
    const links = visitor.page.getByRole('link', { name: 'On an explorer (opens in a new tab)' });
    await links.nth(1).waitFor();
    const hrefs = await links.evaluateAll((all) => all.map((link) => [link.getAttribute('href'), link.getAttribute('rel')]));
    expect(hrefs).toEqual([
      [`https://scan.example/sepolia/address/${to}`, 'noopener noreferrer'],
      [expect.stringMatching(/^https:\/\/scan\.example\/sepolia\/tx\/0x[0-9a-f]{64}$/), 'noopener noreferrer'],
    ]);
    await visitor.inspect();
  });
});
