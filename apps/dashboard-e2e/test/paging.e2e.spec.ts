import { createWallet, masterOf, type TestWallet } from '@waiaas/daemon-e2e';
import { startAnvil, type AnvilNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAsAdmin } from '../src/admin-visit.js';
import { useDashboard } from '../src/dashboard-test.js';
import type { Visitor } from '../src/visitor.js';

const TO = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const PAGE = 20;
/** Two pages and a bit of them, and more than the queue shows at first. */
const ROWS = 52;

let anvil: AnvilNode;
let wallet: TestWallet;
/** Of the rows there are, newest first. */
let ids: readonly string[] = [];

const { daemon, visit } = useDashboard(async () => {
  anvil = await startAnvil({ chainId: 11155111 });
  const [session, all] = ['WAIAAS_TRANSACTIONS_MAX_WAITING_PER_SESSION', 'WAIAAS_TRANSACTIONS_MAX_WAITING_PER_WALLET'];
  return { WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: anvil.url, [session]: '500', [all]: '500' };
});
afterAll(() => anvil.stop());

/** Each waits for somebody's yes. */
async function arrive(count: number): Promise<void> {
  const body = { network: 'ethereum-sepolia', to: TO, humanAmount: '0.00001', allowDuplicate: true };
  for (let n = 0; n < count; n += 1) {
    const sent = await wallet.api.post<{ id: string; status: string }>('/v1/transactions/send', body);
    expect(sent).toMatchObject({ status: 201, body: { status: 'QUEUED' } });
    ids = [sent.body.id, ...ids];
  }
}

beforeAll(async () => {
  wallet = await createWallet(daemon(), { policyPreset: 'none' });
  await anvil.setBalance(wallet.address, 10n ** 21n);
  await arrive(ROWS);
}, 300_000);

const linked = ({ page }: Visitor): Promise<readonly string[]> =>
  page.locator('#content a[href*="/transactions/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));

/** The rows on the screen, by their links. */
async function shown(visitor: Visitor): Promise<readonly string[]> {
  return (await linked(visitor)).map((href) => href.split('/').at(-1) ?? '');
}

const page = (from: number, count = PAGE): readonly string[] => ids.slice(from, from + count);

async function sees(visitor: Visitor, from: number, to: number): Promise<void> {
  await visitor.page.getByText(`${String(from)}–${String(to)} of ${String(ids.length)}`, { exact: true }).waitFor();
}

describe('pages of transactions', () => {
  it('show each row once, however many arrive meanwhile, downwards and back', async () => {
    const visitor = await openAsAdmin(visit, '/transactions');
    await sees(visitor, 1, PAGE);
    const [first, second, third] = [page(0), page(PAGE), page(2 * PAGE)];
    expect(await shown(visitor)).toEqual(first);
    await visitor.press('Next');
    await sees(visitor, PAGE + 1, 2 * PAGE);
    expect(await shown(visitor)).toEqual(second);

    // They are counted on the screen at once, and move nothing on it.
    await arrive(2);
    await sees(visitor, PAGE + 3, 2 * PAGE + 2);
    expect(await shown(visitor)).toEqual(second);
    await visitor.press('Next');
    await sees(visitor, 2 * PAGE + 3, ROWS + 2);
    expect(await shown(visitor)).toEqual(third);
    expect(await visitor.button('Next').isDisabled()).toBe(true);
    await visitor.inspect();

    await arrive(1);
    await visitor.press('Previous');
    await sees(visitor, PAGE + 4, 2 * PAGE + 3);
    expect(await shown(visitor)).toEqual(second);
    await visitor.press('Previous');
    await sees(visitor, 4, PAGE + 3);
    expect(await shown(visitor)).toEqual(first);
    await visitor.press('Previous');
    await sees(visitor, 1, 3);
    expect(await shown(visitor)).toEqual(page(0, 3));
    expect(await visitor.button('Previous').isDisabled()).toBe(true);

    await visitor.press('Newest');
    await sees(visitor, 1, PAGE);
    await arrive(1);
    await visitor.page.locator(`#content a[href$="${ids[0] ?? ''}"]`).waitFor();
    expect(await shown(visitor)).toEqual(page(0));
  });

  it('are led back to by a link, by loading anew and by going back, and begin anew with another filter', async () => {
    const visitor = await openAsAdmin(visit, '/transactions');
    await sees(visitor, 1, PAGE);
    await visitor.press('Next');
    await sees(visitor, PAGE + 1, 2 * PAGE);
    const link = visitor.page.url();
    await visitor.page.reload();
    await sees(visitor, PAGE + 1, 2 * PAGE);
    expect(await shown(visitor)).toEqual(page(PAGE));

    const state = visitor.page.locator('#content select');
    await state.selectOption('CONFIRMED');
    await visitor.sees('No transaction');
    expect(new URL(visitor.page.url()).search).toBe('?status=CONFIRMED');
    await visitor.page.goBack();
    await sees(visitor, PAGE + 1, 2 * PAGE);
    expect(await state.inputValue()).toBe('');
    expect(visitor.page.url()).toBe(link);

    const search = visitor.page.getByRole('searchbox');
    await search.fill(` ${ids[0] ?? ''}% `);
    await search.press('Enter');
    await visitor.page.waitForFunction(() => document.querySelectorAll('#content tbody tr').length === 1);
    expect(await shown(visitor)).toEqual(page(0, 1));
    expect(new URL(visitor.page.url()).search).toBe(`?search=${ids[0] ?? ''}`);
    await visitor.page.goBack();
    await sees(visitor, PAGE + 1, 2 * PAGE);
    expect(await search.inputValue()).toBe('');
    await visitor.page.goBack();
    await sees(visitor, 1, PAGE);

    const other = await openAsAdmin(visit, link.replace(/^.*\/admin/, ''));
    await sees(other, PAGE + 1, 2 * PAGE);
    expect(await shown(other)).toEqual(page(PAGE));
    await other.press('Previous');
    await sees(other, 1, PAGE);
    expect(new URL(other.page.url()).search).toBe('');
  });

  it('are safe with an address that somebody else wrote', async () => {
    const visitor = await openAsAdmin(visit, `/transactions?cursor=%3Cimg%3E&status=DONE&newer=1&search=%25%E2%80%AE&limit=9`);
    await sees(visitor, 1, PAGE);
    await visitor.open('/transactions?cursor=00000000-0000-7000-8000-000000000000');
    await visitor.sees('No transaction');
    await visitor.inspect();
    await visitor.press('Newest');
    await sees(visitor, 1, PAGE);
  });
});

describe('what waits for the admin', () => {
  it('is there once each, when more is asked for after others arrived', async () => {
    const visitor = await openAsAdmin(visit, '/');
    await visitor.go('Approvals');
    await visitor.button('Show more').waitFor();
    const before = [...ids];
    expect(await shown(visitor)).toEqual(before.slice(0, 50));
    await arrive(3);
    await visitor.press('Show more');
    await visitor.page.locator(`#content a[href$="${before.at(-1) ?? ''}"]`).waitFor();
    const rows = await shown(visitor);
    expect(new Set(rows).size).toBe(rows.length);
    expect(rows).toEqual(expect.arrayContaining(before));
    const master = await masterOf(daemon());
    await master.must(200, master.post(`/v1/transactions/${before[0] ?? ''}/reject`, {}));
    await visitor.page.locator(`#content a[href$="${before[0] ?? ''}"]`).waitFor({ state: 'detached' });
    expect(await shown(visitor)).toEqual(ids.filter((id) => id !== before[0]));
  });
});
