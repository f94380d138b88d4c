import { addPolicy, createWallet, masterOf, PASSWORD, type TestWallet } from '@waiaas/daemon-e2e';
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openAsAdmin, stepUp } from '../src/admin-visit.js';
import { useDashboard } from '../src/dashboard-test.js';
import { fillRules } from '../src/rule-filler.js';
import type { Visitor } from '../src/visitor.js';

const { daemon, visit } = useDashboard();

interface Stored {
  readonly type: string;
  readonly rules: Readonly<Record<string, unknown>>;
  readonly walletId: string | null;
  readonly version: number;
  readonly enabled: boolean;
}

interface Kind {
  readonly type: string;
  readonly example: object;
}

const newWallet = async (name: string): Promise<TestWallet> => createWallet(daemon(), { name, policyPreset: 'none' });

async function kinds(): Promise<readonly Kind[]> {
  const master = await masterOf(daemon());
  return (await master.must(200, master.get<{ types: Kind[] }>('/v1/policies/types'))).types;
}

async function stored(id: string): Promise<Stored> {
  const master = await masterOf(daemon());
  return master.must(200, master.get<Stored>(`/v1/policies/${id}`));
}

async function policiesOf(wallet: TestWallet): Promise<readonly Stored[]> {
  const master = await masterOf(daemon());
  const { data } = await master.must(200, master.get<{ data: Stored[] }>(`/v1/policies?walletId=${wallet.id}`));
  return data.filter(({ walletId }) => walletId === wallet.id);
}

/** From the form to the saved policy; gives its id. */
async function save(visitor: Visitor, isFirst: boolean): Promise<string> {
  const { page } = visitor;
  await visitor.press('Look at the change…');
  await visitor.answer('Save the policy');
  if (isFirst) await stepUp(visitor);
  await visitor.sees('Saved. It holds from now on.');
  return page.url().split('/').at(-1) ?? '';
}

/** What the open dialog says will be different. */
async function changesIn({ dialog }: Visitor): Promise<readonly string[]> {
  const lines = await dialog.getByRole('listitem').allTextContents();
  return lines.map((line) => line.replaceAll(/\s+/g, ' ').trim());
}

describe('the form of a policy', () => {
  it('says every one of the 21 kinds, saves what was typed, and reads it back', { timeout: 240_000 }, async () => {
    const wallet = await newWallet('everything');
    const visitor = await openAsAdmin(visit, `/policies/new?wallet=${wallet.id}`);
    const all = await kinds();
    expect(all).toHaveLength(21);
    for (const [index, { type, example }] of all.entries()) {
      await visitor.page.locator(`a[href$="/policies/new/${type}?wallet=${wallet.id}"]`).click();
      await visitor.page.getByRole('heading', { level: 1, name: /^New: / }).waitFor();
      await fillRules(visitor.page, example);
      if (index < 4) await visitor.inspect();
      const id = await save(visitor, index === 0);
      expect(await stored(id)).toMatchObject({ type, walletId: wallet.id, version: 1 });
      expect([type, (await stored(id)).rules]).toEqual([type, example]);
      await visitor.page.getByRole('link', { name: 'Change', exact: true }).click();
      await visitor.press('Look at the change…');
      await visitor.sees('Nothing has changed.');
      await visitor.answer('Cancel');
      await visitor.isAnswered();
      await visitor.go('Policies');
      await visitor.page.getByLabel('Show').selectOption(wallet.id);
      await visitor.page.getByRole('link', { name: 'New policy' }).first().click();
    }
  });

  it('puts what the daemon refuses beside its field, and sends once however often it is pressed', async () => {
    const wallet = await newWallet('careful');
    const visitor = await openAsAdmin(visit, `/policies/new/ALLOWED_TOKENS?wallet=${wallet.id}`);
    visitor.guard.expectRefusals(400);
    const address = visitor.page.getByLabel('Address');
    await address.fill('0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB49');
    await visitor.sees('The checksum does not fit: a character is wrong.');
    await visitor.press('Look at the change…');
    await visitor.answer('Save the policy');
    await stepUp(visitor);
    await visitor.sees(/^Must be an EVM address/);
    await visitor.page.locator('[name="rules.tokens.0.address"][aria-invalid="true"]:focus').waitFor();
    await visitor.inspect();
    await address.fill('0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48');
    await visitor.sees('The checksum fits.');
    await visitor.press('Look at the change…');
    let posts = 0;
    visitor.page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/v1/policies')) posts += 1;
    });
    await visitor.dialog.getByRole('button', { name: 'Save the policy' }).dblclick();
    await visitor.sees('Saved. It holds from now on.');
    expect(posts).toBe(1);
    expect(await policiesOf(wallet)).toHaveLength(1);
  });

  it('says where the place is taken, and leads to the policy that has it', async () => {
    const wallet = await newWallet('twice');
    const id = await addPolicy(daemon(), wallet, { type: 'RATE_LIMIT', rules: { max_requests: 5, window_seconds: 60 } });
    const visitor = await openAsAdmin(visit, `/policies/new/RATE_LIMIT?wallet=${wallet.id}`);
    visitor.guard.expectRefusals(409);
    await visitor.press('Look at the change…');
    await visitor.answer('Save the policy');
    await stepUp(visitor);
    await visitor.sees(/^Another policy of this kind has this priority here/);
    await visitor.inspect();
    await visitor.page.getByRole('link', { name: 'Look at the other policy' }).click();
    await visitor.page.waitForURL(`**/policies/${id}`);
    await visitor.sees('At most 5 requests in 1 min');
  });

  it('does not overwrite what somebody else changed meanwhile, and loads it', async () => {
    const wallet = await newWallet('shared');
    const id = await addPolicy(daemon(), wallet, { type: 'RATE_LIMIT', rules: { max_requests: 5, window_seconds: 60 } });
    const visitor = await openAsAdmin(visit, `/policies/${id}/edit`);
    visitor.guard.expectRefusals(409);
    const most = visitor.page.getByLabel('Requests at most');
    await most.fill('50');
    const master = await masterOf(daemon());
    await master.must(200, master.put(`/v1/policies/${id}`, { rules: { max_requests: 7, window_seconds: 60 } }));
    await visitor.press('Look at the change…');
    await visitor.answer('Save the policy');
    await stepUp(visitor);
    await visitor.sees('Somebody changed it meanwhile.');
    expect((await stored(id)).rules).toEqual({ max_requests: 7, window_seconds: 60 });
    await visitor.press('Load it anew');
    await visitor.page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('[name="rules.max_requests"]')?.value === '7',
    );
  });

  it('is one thing with its JSON, and shows the difference in words before it is saved', async () => {
    const wallet = await newWallet('worded');
    const rules = { instant_max_usd: 10, notify_max_usd: 100, delay_max_usd: 500, daily_limit_usd: 1000 };
    const id = await addPolicy(daemon(), wallet, { type: 'SPENDING_LIMIT', rules });
    const visitor = await openAsAdmin(visit, `/policies/${id}/edit`);
    await visitor.page.getByLabel('At once, up to (USD)', { exact: true }).fill('25');
    await visitor.press('JSON');
    const json = visitor.page.getByLabel('Rules as JSON');
    expect(JSON.parse(await json.inputValue())).toEqual({ ...rules, instant_max_usd: 25 });
    await json.fill('{"instant_max_usd": 25,');
    await visitor.sees('This is no JSON object yet.');
    expect(await visitor.button('Look at the change…').isDisabled()).toBe(true);
    await json.fill(JSON.stringify({ instant_max_usd: 25, notify_max_usd: 100, delay_max_usd: 500, monthly_limit_usd: 9000 }));
    await visitor.press('Form');
    expect(await visitor.page.getByLabel('In 30 days, USD').inputValue()).toBe('9000');
    await visitor.press('Look at the change…');
    await visitor.dialog.getByText('$10', { exact: true }).waitFor();
    expect(await changesIn(visitor)).toEqual([
      'ChangedAt once, up to (USD): before $10 → now $25',
      'NewIn 30 days, USD: now $9,000',
      'GoneIn 24 hours, USD: before $1,000',
    ]);
    await visitor.inspect();
  });
});

describe('the steps of a spending limit', () => {
  it('are dragged, by mouse or arrow keys, and take along those they would pass', async () => {
    const visitor = await openAsAdmin(visit, '/policies/new/SPENDING_LIMIT');
    const value = async (label: string): Promise<number> =>
      Number(await visitor.page.getByLabel(label, { exact: true }).inputValue());
    const handle = visitor.page.getByLabel('At once, up to (USD): drag');
    await handle.focus();
    for (let press = 0; press < 40; press += 1) await visitor.page.keyboard.press('ArrowRight');
    expect(await value('At once, up to (USD)')).toBeGreaterThan(250);
    expect(await value('With a notice, up to (USD)')).toBe(await value('At once, up to (USD)'));
    const lowest = visitor.page.getByLabel('After a wait, up to (USD): drag');
    await lowest.focus();
    await visitor.page.keyboard.press('Home');
    expect([await value('At once, up to (USD)'), await value('After a wait, up to (USD)')]).toEqual([0, 0]);
    await visitor.inspect();
  });
});

describe('the hours of a week', () => {
  it('are drawn with the mouse over the days, and said in words', async () => {
    const visitor = await openAsAdmin(visit, '/policies/new/TIME_RESTRICTION');
    const hour = (number: number) => visitor.page.locator('[aria-hidden] > span[title]').nth(number);
    await hour(9).hover();
    await visitor.page.mouse.down();
    for (let next = 10; next <= 16; next += 1) await hour(next).hover();
    await visitor.page.mouse.up();
    await visitor.page.getByLabel('Sunday').check();
    await visitor.sees('9:00–17:00');
    await visitor.sees('Mon–Fri, Sun');
    await visitor.page.getByLabel('From', { exact: true }).selectOption('22');
    await visitor.sees(/^Past midnight/);
  });
});

describe('a policy', () => {
  it('is switched off and on, deleted, and brought back as an earlier version said it', async () => {
    const wallet = await newWallet('versioned');
    const id = await addPolicy(daemon(), wallet, { type: 'RATE_LIMIT', rules: { max_requests: 5, window_seconds: 60 } });
    const master = await masterOf(daemon());
    await master.must(200, master.put(`/v1/policies/${id}`, { rules: { max_requests: 90, window_seconds: 3600 } }));
    const visitor = await openAsAdmin(visit, `/policies/${id}`);
    visitor.guard.expectRefusals(404);
    await visitor.heading('How often');
    await visitor.sees('At most 90 requests in 1 hr');
    await visitor.inspect();
    await visitor.press('Switch off');
    await visitor.answer('Switch off');
    await stepUp(visitor);
    await visitor.isAnswered();
    await visitor.button('Switch on').waitFor();
    expect(await stored(id)).toMatchObject({ enabled: false, version: 3 });

    await visitor.press('Bring back version 1…');
    await visitor.dialog.getByText('Requests at most:').waitFor();
    expect(await changesIn(visitor)).toEqual([
      'ChangedRequests at most: before 90 → now 5',
      'ChangedWithin: before 1 hr → now 1 min',
      'ChangedState: before Off → now On',
    ]);
    await visitor.inspect();
    await visitor.dialog.getByRole('button', { name: 'Bring it back' }).dblclick();
    await visitor.isAnswered();
    await visitor.sees('At most 5 requests in 1 min');
    expect(await stored(id)).toMatchObject({ enabled: true, version: 4, rules: { max_requests: 5, window_seconds: 60 } });

    await visitor.press('Delete');
    await visitor.answer('Delete');
    await visitor.sees(/^This policy is deleted\./);
    await visitor.inspect();
    expect(await policiesOf(wallet)).toEqual([]);
    await visitor.press('Bring back version 2…');
    await visitor.answer('Bring it back');
    await visitor.isAnswered();
    await visitor.sees('At most 90 requests in 1 hr');
    expect(await stored(id)).toMatchObject({ version: 6, rules: { max_requests: 90, window_seconds: 3600 } });
  });

  it('is asked about as it was: what changes behind the dialog turns neither its words nor its act around', async () => {
    const wallet = await newWallet('asked about');
    const id = await addPolicy(daemon(), wallet, { type: 'RATE_LIMIT', rules: { max_requests: 5, window_seconds: 60 } });
    const visitor = await openAsAdmin(visit, `/policies/${id}`);
    visitor.guard.expectRefusals(409);
    await visitor.press('Switch off');
    await visitor.dialog.getByText('At most 5 requests in 1 min').waitFor();
    const master = await masterOf(daemon());
    const change = { enabled: false, rules: { max_requests: 7, window_seconds: 60 } };
    await master.must(200, master.put(`/v1/policies/${id}`, change));
    // The page behind it knows by now.
    await visitor.page.locator('#content').getByText('Switch on', { exact: true }).waitFor();
    await visitor.dialog.getByText('At most 5 requests in 1 min').waitFor();
    await visitor.answer('Switch off');
    await stepUp(visitor);
    await visitor.dialog.getByText('Somebody changed it meanwhile').waitFor();
    expect(await stored(id)).toMatchObject({ enabled: false, version: 2 });
    await visitor.answer('Cancel');
    await visitor.isAnswered();

    await visitor.press('Bring back version 1…');
    await visitor.dialog.getByText('Requests at most:').waitFor();
    await master.must(200, master.put(`/v1/policies/${id}`, { rules: { max_requests: 9, window_seconds: 60 } }));
    await visitor.page.locator('#content').getByText('At most 9 requests in 1 min').waitFor();
    expect(await changesIn(visitor)).toContain('ChangedRequests at most: before 7 → now 5');
    await visitor.answer('Bring it back');
    await visitor.dialog.getByText('Somebody changed it meanwhile').waitFor();
    expect(await stored(id)).toMatchObject({ version: 3, rules: { max_requests: 9 } });
  });

  it('is made by keyboard alone', async () => {
    const wallet = await newWallet('zebra');
    const visitor = await openAsAdmin(visit, '/policies');
    const { page } = visitor;
    await visitor.heading('Policies');
    const named = (name: string) => page.locator(`[name="${name}"]`);
    const tabTo = async (target: Locator): Promise<void> => {
      await target.waitFor();
      const isThere = async (): Promise<boolean> => target.evaluate((element) => element === document.activeElement);
      for (let press = 0; press < 120 && !(await isThere()); press += 1) await page.keyboard.press('Tab');
      expect(await isThere()).toBe(true);
    };
    await page.getByRole('heading', { level: 1 }).focus();
    await tabTo(page.getByRole('link', { name: 'New policy' }).first());
    await page.keyboard.press('Enter');
    await visitor.heading('Choose what the policy is about');
    await tabTo(page.getByRole('link', { name: 'Allowed recipients' }));
    await page.keyboard.press('Enter');
    await visitor.heading('New: Allowed recipients');
    await tabTo(named('walletId'));
    // One letter: those that come slowly would each begin anew.
    await page.keyboard.type('z');
    await tabTo(named('rules.allowed_addresses.0'));
    await page.keyboard.type('0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045');
    await tabTo(visitor.button('Add: Recipient'));
    await page.keyboard.press('Enter');
    await page.locator('[name="rules.allowed_addresses.1"]:focus').waitFor();
    await page.keyboard.type('So11111111111111111111111111111111111111112');
    await tabTo(visitor.button('Look at the change…'));
    await page.keyboard.press('Enter');
    await tabTo(visitor.dialog.getByRole('button', { name: 'Save the policy' }));
    await page.keyboard.press('Enter');
    await page.locator('[name=step-up]:focus').waitFor();
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await visitor.sees('Saved. It holds from now on.');
    expect((await policiesOf(wallet)).map(({ rules }) => rules)).toEqual([
      { allowed_addresses: ['0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045', 'So11111111111111111111111111111111111111112'] },
    ]);
  });
});

describe('what a save warns of', () => {
  it('is shown with the policy that was saved', async () => {
    const wallet = await newWallet('warned');
    const visitor = await openAsAdmin(visit, `/policies/new/CONTRACT_WHITELIST?wallet=${wallet.id}`);
    const address = '0x68b3465833fb72A70ecDF485E0e4C7bD8665Fc45';
    // The daemon's own answer, with what it says where networks disagree.
    await visitor.page.route('**/v1/policies', async (route) => {
      const response = await route.fetch();
      if (response.status() !== 201) return route.fulfill({ response });
      const warning = { code: 'ADDRESS_NOT_EVERYWHERE', path: 'rules.contracts.0.address', address };
      const warnings = [{ ...warning, codeOn: ['base-sepolia'], noCodeOn: ['ethereum-sepolia'] }];
      return route.fulfill({ response, json: { ...((await response.json()) as object), warnings } });
    });
    await visitor.page.getByLabel('Address').fill(address);
    await visitor.press('Look at the change…');
    await visitor.answer('Save the policy');
    await stepUp(visitor);
    await visitor.sees('Saved, and worth a look');
    await visitor.sees('This address has code on base-sepolia and none on ethereum-sepolia. There it may be somebody else.');
    await visitor.inspect();
  });
});

describe('a token', () => {
  it('is chosen from the registry, with its network, instead of typed', async () => {
    const wallet = await newWallet('picker');
    const visitor = await openAsAdmin(visit, `/policies/new/ALLOWED_TOKENS?wallet=${wallet.id}`);
    await visitor.press('From the token registry');
    await visitor.page.getByLabel('Network of the token').selectOption('base-mainnet');
    await visitor.page.getByLabel('Token', { exact: true }).selectOption('0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913');
    await visitor.press('Add the token');
    await visitor.inspect();
    await save(visitor, true);
    const [policy] = await policiesOf(wallet);
    const address = '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913';
    expect(policy?.rules).toEqual({ tokens: [{ address, symbol: 'USDC', assetId: `eip155:8453/erc20:${address}` }] });
  });

  it('and a coin have limits of their own', async () => {
    const wallet = await newWallet('own limits');
    const visitor = await openAsAdmin(visit, `/policies/new/SPENDING_LIMIT?wallet=${wallet.id}`);
    await visitor.page.getByLabel('Asset').selectOption('native:ethereum');
    await visitor.press('Add limits for this asset');
    await visitor.page.locator('[name="rules.token_limits.native:ethereum.delay_max"]').fill('1.50');
    await visitor.page.getByLabel('Asset').selectOption('native:solana');
    await visitor.press('Add limits for this asset');
    await visitor.press('Remove the limits of SOL');
    await save(visitor, true);
    const [policy] = await policiesOf(wallet);
    expect(policy?.rules['token_limits']).toEqual({
      'native:ethereum': { instant_max: '0', notify_max: '0', delay_max: '1.50' },
    });
  });
});

describe('a long list', () => {
  it('comes in parts, and an entry that is refused is in sight wherever it stands', async () => {
    const wallet = await newWallet('long');
    const address = (number: number): string => `0x${String(number).padStart(40, '0')}`;
    const allowed = Array.from({ length: 1000 }, (_, index) => address(index + 1));
    const id = await addPolicy(daemon(), wallet, { type: 'WHITELIST', rules: { allowed_addresses: allowed } });
    const visitor = await openAsAdmin(visit, `/policies/${id}/edit`);
    visitor.guard.expectRefusals(400);
    await visitor.sees('and 950 more');
    await visitor.press('JSON');
    const broken = allowed.with(70, address(1));
    await visitor.page.getByLabel('Rules as JSON').fill(JSON.stringify({ allowed_addresses: broken }));
    await visitor.press('Form');
    await visitor.press('Look at the change…');
    await visitor.answer('Save the policy');
    await stepUp(visitor);
    await visitor.page.locator('[name="rules.allowed_addresses.70"][aria-invalid="true"]').waitFor();
    await visitor.page.locator('[name="rules.allowed_addresses.70"]').fill(address(5000));
    await save(visitor, false);
    expect((await stored(id)).rules).toEqual({ allowed_addresses: allowed.with(70, address(5000)) });
  });
});
