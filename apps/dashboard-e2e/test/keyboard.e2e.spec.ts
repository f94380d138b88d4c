import { createWallet, masterOf, PASSWORD, type TestWallet } from '@waiaas/daemon-e2e';
import { startAnvil, type AnvilNode } from '@waiaas/testing';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { useDashboard } from '../src/dashboard-test.js';
import { newWallet } from '../src/injected-wallets.js';
import { Keyboard } from '../src/keyboard.js';
import { SCREENS, type Visitor } from '../src/visitor.js';

// Nothing here uses a pointer, or puts the focus where no key would.

const TO = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
let anvil: AnvilNode;
const { daemon, visit } = useDashboard(async () => {
  anvil = await startAnvil({ chainId: 11155111 });
  return { WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: anvil.url };
});
afterAll(async () => {
  await anvil.stop();
});

async function logInByKeys(
  path: string,
  options?: BrowserContextOptions,
): Promise<{ readonly visitor: Visitor; readonly keys: Keyboard }> {
  const visitor = await visit(options);
  visitor.guard.expectRefusals(403);
  const keys = new Keyboard(visitor);
  await visitor.open(path);
  await visitor.page.locator('input[type=password]:focus').waitFor();
  await keys.type(PASSWORD);
  await keys.press('Enter');
  await visitor.isInside();
  return { visitor, keys };
}

async function proveByKeys({ page }: Visitor, keys: Keyboard): Promise<void> {
  const field = page.locator('[name=step-up]:focus');
  await field.waitFor();
  await keys.type(PASSWORD);
  await keys.press('Enter');
  await field.waitFor({ state: 'detached' });
}

interface Stored {
  readonly walletId: string | null;
  readonly type: string;
  readonly rules: object;
}

const policiesOf = async ({ id }: TestWallet): Promise<readonly Stored[]> => {
  const master = await masterOf(daemon());
  const { data } = await master.must(200, master.get<{ data: readonly Stored[] }>(`/v1/policies?walletId=${id}`));
  return data.filter(({ walletId }) => walletId === id);
};

describe('with the keyboard alone', () => {
  it('an admin on a phone opens the menu in sight, far down a page too, and goes on in it', async () => {
    const { visitor, keys } = await logInByKeys('/settings/nodes', { viewport: SCREENS.phone });
    await visitor.isLoaded();
    await visitor.page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await keys.use(visitor.page.getByRole('button', { name: 'Menu' }));
    const first = visitor.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Overview', exact: true });
    await keys.tabTo(first);
    const isInSight = await first.evaluate((link) => {
      const { top, left, bottom, width } = link.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight && document.elementFromPoint(left + width / 2, (top + bottom) / 2) === link;
    });
    expect(isInSight).toBe(true);
    await visitor.inspect();
    await keys.press('Enter');
    await visitor.heading('Overview');
    await first.waitFor({ state: 'detached' });
  });

  it('an owner logs in with a wallet of the browser, reads a request and approves it', async () => {
    const owner = newWallet('ethereum');
    const wallet = await createWallet(daemon(), { policyPreset: 'none' });
    await anvil.setBalance(wallet.address, 10n ** 20n);
    const master = await masterOf(daemon());
    await master.must(200, master.put(`/v1/wallets/${wallet.id}/owner`, { owner_address: owner.address }));
    const body = { network: 'ethereum-sepolia', to: TO, humanAmount: '2' };
    expect((await wallet.api.post('/v1/transactions/send', body)).status).toBe(201);
    const visitor = await visit();
    await owner.inject(visitor);
    const keys = new Keyboard(visitor);
    await visitor.open('/owner/login');
    await keys.use(visitor.button('Log in with Test Ether'));
    await visitor.heading('Approvals');
    await keys.use(visitor.page.getByRole('link', { name: 'Look at it' }));
    await visitor.heading('Approval');
    await keys.use(visitor.button('Approve…'));
    await visitor.sees(/APPROVE sending 2 /);
    await keys.use(visitor.button(/^Sign with/));
    await visitor.sees('Approved. It goes out now.');
    expect(owner.asked[1]).toContain(TO);
  });

  it('an admin makes a spending limit, its steps moved by arrow keys', async () => {
    const wallet = await createWallet(daemon(), { policyPreset: 'none', name: 'zebra of steps' });
    const { visitor, keys } = await logInByKeys('/policies/new/SPENDING_LIMIT');
    const named = (name: string) => visitor.page.locator(`[name="${name}"]`);
    const before = Number(await named('rules.instant_max_usd').inputValue());
    await keys.tabTo(named('walletId'));
    await keys.type('z');
    await keys.tabTo(visitor.page.getByLabel('At once, up to (USD): drag'));
    await keys.press('ArrowRight', 3);
    expect(Number(await named('rules.instant_max_usd').inputValue())).toBeGreaterThan(before);
    await keys.tabTo(named('rules.delay_max_usd'));
    await keys.press('Control+A');
    await keys.type('5000');
    await keys.use(visitor.button('Look at the change…'));
    await keys.use(visitor.dialog.getByRole('button', { name: 'Save the policy' }));
    await proveByKeys(visitor, keys);
    await visitor.heading('Spending limit');
    expect(await policiesOf(wallet)).toMatchObject([{ type: 'SPENDING_LIMIT', rules: { delay_max_usd: 5000 } }]);
  });

  it('an admin makes a policy of hours and days', async () => {
    const wallet = await createWallet(daemon(), { policyPreset: 'none', name: 'yak of hours' });
    const { visitor, keys } = await logInByKeys('/policies/new/TIME_RESTRICTION');
    await keys.tabTo(visitor.page.locator('[name="walletId"]'));
    await keys.type('y');
    await keys.tabTo(visitor.page.locator('[name="rules.allowed_hours.start"]'));
    await keys.press('Home');
    await keys.press('ArrowDown', 7);
    await keys.tabTo(visitor.page.locator('[name="rules.allowed_hours.end"]'));
    await keys.press('End');
    await keys.tabTo(visitor.page.locator('[name="rules.allowed_days"][value="0"]'));
    await keys.press('Space');
    await keys.use(visitor.button('Look at the change…'));
    await keys.use(visitor.dialog.getByRole('button', { name: 'Save the policy' }));
    await proveByKeys(visitor, keys);
    await visitor.heading('Hours');
    expect(await policiesOf(wallet)).toMatchObject([
      { type: 'TIME_RESTRICTION', rules: { allowed_hours: { start: 7, end: 24 }, allowed_days: [0, 1, 2, 3, 4, 5] } },
    ]);
  });

  it('an admin freezes everything and recovers, and the focus comes back to where it was', async () => {
    const { visitor, keys } = await logInByKeys('/');
    const freeze = visitor.button('Freeze');
    await keys.use(freeze);
    await visitor.page.getByLabel('Type FREEZE to confirm').waitFor();
    await keys.press('Escape');
    await visitor.isAnswered();
    expect(await keys.isAt(freeze)).toBe(true);
    await keys.press('Enter');
    await visitor.page.locator('[role=dialog] input:focus').waitFor();
    await keys.type('FREEZE');
    await keys.use(visitor.dialog.getByRole('button', { name: 'Freeze everything now' }));
    await visitor.sees('Everything is frozen');
    await keys.use(visitor.button('Recover'));
    await visitor.page.locator('[role=dialog] input:focus').waitFor();
    await keys.tabTo(visitor.dialog.getByLabel('Master password'));
    await keys.type(PASSWORD);
    await keys.tabTo(visitor.page.getByLabel('Type RECOVER to confirm'));
    await keys.type('RECOVER');
    await keys.press('Enter');
    await visitor.seesNoMore('Everything is frozen');
  });
});
