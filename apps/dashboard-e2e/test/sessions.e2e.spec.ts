import { readFile } from 'node:fs/promises';
import { Api, createWallet } from '@waiaas/daemon-e2e';
import { startAnvil, type AnvilNode } from '@waiaas/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { everythingOn, openAsAdmin } from '../src/admin-visit.js';
import { useDashboard } from '../src/dashboard-test.js';
import { SCREENS } from '../src/visitor.js';

const NETWORK = 'ethereum-sepolia';
const SHOP = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const OTHER = '0x52908400098527886E0F7030069857D2E4169EE7';

/** Many screens, each looked through for barriers, on a machine that others use too. */
const LONG_MS = 150_000;

let anvil: AnvilNode;
const { daemon, visit } = useDashboard(async () => {
  anvil = await startAnvil({ chainId: 11_155_111 });
  return { WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: anvil.url, WAIAAS_PRICES_FIXED: 'native:ethereum=2000' };
});
afterAll(() => anvil.stop());

describe('a new session', () => {
  it.each([
    ['desk', SCREENS.desk],
    ['phone', SCREENS.phone],
  ])(
    'is held to the acts, networks, tier and addresses that were chosen (%s)',
    async (name, viewport) => {
      const wallet = await createWallet(daemon(), { name: `held ${name}` });
      await anvil.setBalance(wallet.address, 10n ** 19n);
      const visitor = await openAsAdmin(visit, '/sessions/new', { viewport });
      visitor.guard.expectRefusals(400);
      const { page } = visitor;
      await page.getByRole('checkbox', { name: `held ${name}`, exact: true }).check();
      await page.getByLabel('Name', { exact: true }).fill(`shop ${name}`);
      await page.getByRole('checkbox', { name: 'Send coins', exact: true }).check();
      await page.getByRole('checkbox', { name: NETWORK, exact: true }).check();
      await page.getByLabel('At most this much freedom').selectOption('NOTIFY');
      await page.getByLabel('Renewals at most').fill('0');
      await page.getByLabel('Only to these addresses').fill('0xnobody');
      await page.getByRole('button', { name: 'Make the session', exact: true }).click();
      await page.getByText('A whole number, 1 or more.', { exact: true }).waitFor();
      await page.getByLabel('Renewals at most').fill('3');
      await page.getByRole('button', { name: 'Make the session', exact: true }).click();
      await page
        .getByText(/^Must be an EVM address/)
        .first()
        .waitFor();
      await visitor.inspect();
      await page.getByLabel('Only to these addresses').fill(SHOP);
      await page.getByRole('button', { name: 'Make the session', exact: true }).click();
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      const token = (await page.getByText(/^wai_sess_/).textContent()) ?? '';
      await page.getByText('Use it with an MCP client', { exact: true }).click();
      const snippet = (await page.getByLabel('Use it with an MCP client', { exact: true }).textContent()) ?? '';
      expect(JSON.parse(snippet)).toMatchObject({ mcpServers: { waiaas: { env: { WAIAAS_BASE_URL: visitor.origin } } } });
      expect(snippet).not.toContain(token);
      await visitor.inspect();

      const api = Api.session(visitor.origin, token);
      const send = async (more: object): Promise<readonly unknown[]> => {
        const body = { network: NETWORK, to: SHOP, humanAmount: '0.01', ...more };
        const answer = await api.post<{ code?: string; details?: { field: string } }>('/v1/transactions/send', body);
        return [answer.status, answer.body.code, answer.body.details?.field];
      };
      expect(await send({})).toEqual([201, undefined, undefined]);
      expect(await send({ to: OTHER })).toEqual([403, 'CONSTRAINT_VIOLATED', 'recipients']);
      expect(await send({ humanAmount: '0.9' })).toEqual([403, 'CONSTRAINT_VIOLATED', 'maxTier']);
      expect(await send({ type: 'CONTRACT_CALL', calldata: '0x', humanAmount: undefined })).toEqual([
        403,
        expect.any(String),
        expect.any(String),
      ]);

      await visitor.open('/sessions');
      const row = page
        .getByRole('table', { name: 'Sessions' })
        .getByRole('row')
        .filter({ hasText: `shop ${name}` });
      await row
        .getByText(`Narrowed: up to “At once, with a notice”, Send coins, ${NETWORK}, 1 addresses`, { exact: true })
        .waitFor();
      await row.getByText('0 of 3', { exact: true }).waitFor();
      await row
        .getByText(/second|now/)
        .first()
        .waitFor();
      expect(await everythingOn(visitor)).not.toContain(token);
      await visitor.inspect();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
    },
    LONG_MS,
  );

  it('offers the networks of the wallets that are chosen', async () => {
    await createWallet(daemon(), { name: 'sun', chain: 'solana' });
    const visitor = await openAsAdmin(visit, '/sessions/new');
    await visitor.page.getByText('Choose the wallets first.', { exact: true }).waitFor();
    await visitor.page.getByRole('checkbox', { name: 'sun', exact: true }).check();
    await visitor.page.getByRole('checkbox', { name: 'solana-devnet', exact: true }).waitFor();
    expect(await visitor.page.getByRole('checkbox', { name: NETWORK, exact: true }).count()).toBe(0);
  });

  it('for an MCP client has its token in a file that the page only names', async () => {
    const wallet = await createWallet(daemon(), { name: 'assistant' });
    const visitor = await openAsAdmin(visit, '/sessions/new');
    await visitor.page.getByLabel('Wallet', { exact: true }).selectOption({ label: 'assistant' });
    await visitor.page.getByRole('button', { name: 'Make the configuration', exact: true }).click();
    const shown = (await visitor.page.getByLabel('The configuration', { exact: true }).textContent()) ?? '';
    const { mcpServers } = JSON.parse(shown) as { mcpServers: Record<string, { env: Record<string, string> }> };
    const { WAIAAS_SESSION_TOKEN_FILE: file = '', WAIAAS_WALLET_ID: id } = mcpServers['waiaas-assistant']?.env ?? {};
    expect(id).toBe(wallet.id);
    const token = (await readFile(file, 'utf8')).trim();
    expect((await Api.session(visitor.origin, token).get('/v1/wallet/address')).status).toBe(200);
    expect(await everythingOn(visitor)).not.toContain(token);
    await visitor.inspect();
  });
});
