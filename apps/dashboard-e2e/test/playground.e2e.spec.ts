import { addPolicy, createWallet, masterOf, type TestWallet } from '@waiaas/daemon-e2e';
import { describe, expect, it } from 'vitest';
import { openAsAdmin } from '../src/admin-visit.js';
import { useDashboard } from '../src/dashboard-test.js';
import type { Visitor } from '../src/visitor.js';

const { daemon, visit } = useDashboard();

const FRIEND = '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045';
const STRANGER = '0x68b3465833fb72A70ecDF485E0e4C7bD8665Fc45';
const PRICES = '{"prices": [{"chain": "ethereum", "asset": "native", "usd": 3200}]}';

async function newWallet(name: string): Promise<TestWallet> {
  const wallet = await createWallet(daemon(), { name, policyPreset: 'none' });
  await addPolicy(daemon(), wallet, { type: 'WHITELIST', rules: { allowed_addresses: [FRIEND] } });
  const rules = { instant_max_usd: 25, notify_max_usd: 250, delay_max_usd: 2500, delay_seconds: 1200 };
  await addPolicy(daemon(), wallet, { type: 'SPENDING_LIMIT', rules });
  return wallet;
}

async function openPlayground(wallet: TestWallet): Promise<Visitor> {
  const visitor = await openAsAdmin(visit, '/policies/playground');
  await visitor.page.getByLabel('As if by').selectOption(wallet.id);
  return visitor;
}

async function stateFacts({ page }: Visitor, facts: string): Promise<void> {
  await page.getByText('Other facts').first().click();
  await page.getByRole('textbox', { name: 'Other facts' }).fill(facts);
}

/** The line of the verdict about one rule. */
async function lineOf({ page }: Visitor, rule: string): Promise<string> {
  const line = page.getByRole('status').getByRole('listitem').filter({ hasText: rule });
  return ((await line.first().textContent()) ?? '').replaceAll(/\s+/g, ' ').trim();
}

describe('the playground', () => {
  it('says who refuses a request, and what would help', async () => {
    const visitor = await openPlayground(await newWallet('asked'));
    await visitor.page.getByLabel('To', { exact: true }).fill(STRANGER);
    await visitor.sees('The checksum fits.');
    await visitor.page.getByLabel('Amount').fill('0.5');
    await visitor.press('Ask');
    await visitor.sees('It is refused');
    await visitor.sees('WHITELIST_VIOLATION');
    await visitor.sees(`Add it to the policy “Allowed recipients”: ${STRANGER}`);
    expect(await lineOf(visitor, 'Allowed recipients')).toMatch(
      /^Allowed recipientsRefusesAboutRecipients.*CodeWHITELIST_VIOLATION$/,
    );
    await visitor.inspect();
    await visitor.page.getByRole('link', { name: 'Allowed recipients' }).click();
    await visitor.heading('Allowed recipients');
  });

  it('shows the limit, the actual value and the largest amount that is milder, and writes nothing', async () => {
    const wallet = await newWallet('measured');
    const visitor = await openPlayground(wallet);
    await visitor.page.getByLabel('To', { exact: true }).fill(FRIEND);
    await visitor.page.getByLabel('Amount').fill('0.5');
    await stateFacts(visitor, PRICES);
    await visitor.press('Ask');
    await visitor.sees('It waits');
    await visitor.sees('It waits 20 min, then runs unless somebody cancels it.');
    await visitor.sees('At most 0.078125 ETH: “At once, with a notice”.');
    expect(await lineOf(visitor, 'Spending limit')).toBe(
      'Spending limitAt least: After a delayAboutWith a notice, up to (USD)Limit250Here1,600',
    );
    await visitor.inspect();
    const master = await masterOf(daemon());
    const { total } = await master.must(200, master.get<{ total: number }>('/v1/admin/transactions'));
    expect(total).toBe(0);
  });

  it('takes every kind of request as JSON, and the common ones as fields', async () => {
    const visitor = await openPlayground(await newWallet('every kind'));
    await visitor.page.getByLabel('Kind of request').waitFor();
    const kinds = await visitor.page.getByLabel('Kind of request').locator('option').all();
    expect(kinds).toHaveLength(12);
    for (const option of kinds) {
      const kind = (await option.getAttribute('value')) ?? '';
      await visitor.page.getByLabel('Kind of request').selectOption(kind);
      const asJson = visitor.button('Write it as JSON');
      if ((await asJson.count()) > 0) await fillFields(visitor, kind).then(() => asJson.click());
      const json = visitor.page.getByLabel('Request as JSON');
      expect(JSON.parse(await json.inputValue())).toMatchObject({ type: kind, network: 'ethereum-sepolia' });
      const answer = visitor.page.waitForResponse((response) => response.url().endsWith('/v1/policies/evaluate'));
      await visitor.press('Ask');
      expect([kind, (await answer).status()]).toEqual([kind, 200]);
      await visitor.page.getByRole('status').getByRole('heading', { name: 'Verdict' }).waitFor();
    }
    await visitor.inspect();
  });

  it('puts what is wrong with the request beside its field', async () => {
    const visitor = await openPlayground(await newWallet('mistaken'));
    visitor.guard.expectRefusals(400);
    await visitor.page.getByLabel('To', { exact: true }).fill('0x1234');
    await visitor.page.getByLabel('Amount').fill('1,5');
    await visitor.press('Ask');
    await visitor.page.locator('[name="request.to"][aria-invalid="true"]').waitFor();
    await visitor.page.locator('[name="request.humanAmount"][aria-invalid="true"]').waitFor();
    await visitor.inspect();
  });
});

async function fillFields({ page }: Visitor, kind: string): Promise<void> {
  if (kind === 'CONTRACT_CALL') {
    await page.getByLabel('Contract', { exact: true }).fill(STRANGER);
    return page.getByLabel('Call data').fill('0x04e45aaf');
  }
  await page.getByLabel(kind === 'APPROVE' ? 'Spender' : 'To', { exact: true }).fill(FRIEND);
  await page.getByLabel('Amount').fill('1');
  if (kind === 'TRANSFER') return;
  await page.getByLabel('Address of the token').fill(STRANGER);
  await page.getByLabel('Decimals of the token').fill('6');
}

describe('the pages of policies', () => {
  const PAGES = ['', '/new', '/new/SPENDING_LIMIT', '/new/TIME_RESTRICTION', '/new/APPROVED_SPENDERS', '/playground'];

  it.each([
    ['in Korean', { locale: 'ko-KR' }],
    ['on a phone in the dark', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }],
    ['on a phone in Korean', { locale: 'ko-KR', viewport: { width: 390, height: 844 } }],
  ] as const)('have no barrier and no sideways scroll %s', async (name, options) => {
    const wallet = await newWallet(name);
    const id = await addPolicy(daemon(), wallet, {
      type: 'CONTRACT_WHITELIST',
      rules: { contracts: [{ address: STRANGER, name: '<b>a very long name \u202Ewith marks that cannot be seen</b>' }] },
    });
    const visitor = await openAsAdmin(visit, '/', options);
    for (const page of [...PAGES, `/${id}`, `/${id}/edit`]) {
      await visitor.jump(`/policies${page}`);
      await visitor.isLoaded();
      const width = await visitor.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect([page, width]).toEqual([page, 0]);
      if ('locale' in options)
        expect([page, await visitor.page.locator('main h1').textContent()]).toEqual([page, expect.stringMatching(/[가-힣]/)]);
      await visitor.inspect();
    }
  });
});
