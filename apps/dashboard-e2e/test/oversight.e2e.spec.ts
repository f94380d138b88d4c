import { addPolicy, createWallet, eventually, type TestWallet } from '@waiaas/daemon-e2e';
import { deployTestToken, mintTestToken, startAnvil, type AnvilNode } from '@waiaas/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { openAsAdmin } from '../src/admin-visit.js';
import { useDashboard } from '../src/dashboard-test.js';
import { SCREENS, type Visitor } from '../src/visitor.js';

const NETWORK = 'ethereum-sepolia';
const SHOP = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const ETHER = 10n ** 18n;
const LIMITS = { instant_max_usd: 500, notify_max_usd: 500, delay_max_usd: 500, daily_limit_usd: 1000, monthly_limit_usd: 5000 };
const HOSTILE = 'spender <b>\u202Eb';

/** Many screens, each looked through for barriers, on a machine that others use too. */
const LONG_MS = 150_000;

let anvil: AnvilNode;
const { daemon, visit } = useDashboard(async () => {
  anvil = await startAnvil({ chainId: 11_155_111 });
  return { WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: anvil.url, WAIAAS_PRICES_FIXED: 'native:ethereum=2000' };
});
afterAll(() => anvil.stop());

const WIDTHS = [
  ['desk', SCREENS.desk],
  ['phone', SCREENS.phone],
] as const;

async function limitedWallet(name: string): Promise<TestWallet> {
  const wallet = await createWallet(daemon(), { name, policyPreset: 'none' });
  await anvil.setBalance(wallet.address, 10n * ETHER);
  await addPolicy(daemon(), wallet, { type: 'SPENDING_LIMIT', rules: LIMITS });
  return wallet;
}

async function pay(wallet: TestWallet, humanAmount: string): Promise<void> {
  const { status, body } = await wallet.api.post<{ id: string }>('/v1/transactions/send', {
    network: NETWORK,
    to: SHOP,
    humanAmount,
  });
  expect(status).toBe(201);
  await eventually('the payment is confirmed', async () => {
    const { body: row } = await wallet.api.get<{ status: string }>(`/v1/transactions/${body.id}`);
    return row.status === 'CONFIRMED';
  });
}

const sectionOf = (visitor: Visitor, name: string) => visitor.page.getByRole('region', { name, exact: true });
const fits = async (visitor: Visitor): Promise<boolean> =>
  visitor.page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

describe('the overview', () => {
  it.each(WIDTHS)(
    'shows what there is and what was spent against the limits, in figures beside the picture (%s)',
    async (_, viewport) => {
      const wallet = await limitedWallet(HOSTILE);
      await pay(wallet, '0.2');
      await pay(wallet, '0.22');
      const visitor = await openAsAdmin(visit, '/', { viewport });
      const value = sectionOf(visitor, 'Value under management');
      await value
        .getByText(/^19,1\d\d\.\d\d$/)
        .first()
        .waitFor();
      const limits = sectionOf(visitor, 'Against the limits');
      const row = limits.getByRole('row').filter({ hasText: 'spender <b>⟨U+202E⟩b' }).first();
      await row.getByText(/^84\d\.\d\d USD of 1,000\.00 USD/).waitFor();
      await row.getByText('Nearly reached').waitFor();
      await row.getByText(/^84\d\.\d\d USD of 5,000\.00 USD/).waitFor();
      const spent = sectionOf(visitor, 'Spent by day in USD, 30 days');
      await spent.locator('.uplot canvas').waitFor();
      await spent.getByText('The figures').click();
      const today = spent.getByRole('table').getByRole('row').nth(1);
      expect(await today.getByRole('cell').allTextContents()).toEqual([
        expect.stringMatching(/^\d+$/),
        expect.stringMatching(/^[\d,]+\.\d\d$/),
      ]);
      await visitor.inspect();
      expect(await fits(visitor)).toBe(true);
    },
    LONG_MS,
  );
});

describe('a wallet', () => {
  it.each(WIDTHS)(
    'shows its tokens, its limits, and what a thief could take (%s)',
    async (_, viewport) => {
      const wallet = await limitedWallet('watched');
      const dollar = await deployTestToken(anvil);
      await mintTestToken(anvil, dollar.address, wallet.address, 12_500_000n);
      await addPolicy(daemon(), wallet, { type: 'ALLOWED_TOKENS', rules: { tokens: [{ address: dollar.address }] } });
      await pay(wallet, '0.1');
      const visitor = await openAsAdmin(visit, `/wallets/${wallet.id}`, { viewport });
      const assets = sectionOf(visitor, 'Balances');
      await assets.getByText(`12.5 ${dollar.symbol}`, { exact: true }).waitFor();
      await assets.getByText('No price', { exact: true }).waitFor();
      await assets.getByText(/^19,[78]\d\d\.\d\d USD$/).waitFor();
      const limits = sectionOf(visitor, 'Against the limits');
      const day = limits.getByRole('listitem').filter({ hasText: /^Day/ });
      await day.getByText(/^20\d\.\d\d USD of 1,000\.00 USD/).waitFor();
      await day.getByText(/^79\d\.\d\d USD left$/).waitFor();
      await day.getByText(/^Begins to free up in/).waitFor();
      const worst = sectionOf(visitor, 'If a token is stolen').getByRole('row').filter({ hasText: 'Any new session' });
      await worst.getByText('1,000.00 USD', { exact: true }).first().waitFor();
      await worst.getByText('held by the daily limit', { exact: true }).first().waitFor();
      await worst.getByText('held by the monthly limit', { exact: true }).waitFor();
      await visitor.inspect();
      expect(await fits(visitor)).toBe(true);
    },
    LONG_MS,
  );

  it(
    'follows a payment and a policy by itself, and says what has no bound',
    async () => {
      const wallet = await limitedWallet('followed');
      const visitor = await openAsAdmin(visit, `/wallets/${wallet.id}`);
      const day = sectionOf(visitor, 'Against the limits').getByRole('listitem').filter({ hasText: /^Day/ });
      await day.getByText('0.00 USD of 1,000.00 USD', { exact: true }).waitFor();
      await visitor.page.getByText('Live', { exact: true }).waitFor();
      await pay(wallet, '0.05');
      await day.getByText(/^10\d\.\d\d USD of 1,000\.00 USD$/).waitFor();
      await addPolicy(daemon(), wallet, { type: 'CONTRACT_WHITELIST', rules: { contracts: [{ address: SHOP }] } });
      const worst = sectionOf(visitor, 'If a token is stolen');
      await worst.getByText('No bound', { exact: true }).first().waitFor();
      await worst.getByText(/^Contracts may be called with data that nobody can read/).waitFor();
      await visitor.inspect();
    },
    LONG_MS,
  );

  it('without a limit on time says so', async () => {
    const wallet = await createWallet(daemon(), { name: 'free', policyPreset: 'none' });
    const visitor = await openAsAdmin(visit, `/wallets/${wallet.id}`);
    await sectionOf(visitor, 'Against the limits').getByText('No limit on time is in force', { exact: true }).waitFor();
    await sectionOf(visitor, 'If a token is stolen').getByText('Nothing', { exact: true }).first().waitFor();
    await visitor.inspect();
  });
});
