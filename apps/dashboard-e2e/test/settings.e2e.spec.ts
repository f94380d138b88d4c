import { masterOf } from '@waiaas/daemon-e2e';
import { deployTestToken, startAnvil, type AnvilNode } from '@waiaas/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { everythingOn, openAsAdmin, stepUp } from '../src/admin-visit.js';
import { useDashboard } from '../src/dashboard-test.js';

let anvil: AnvilNode;
let tokenAddress: string;
const { daemon, visit } = useDashboard(async () => {
  anvil = await startAnvil({ chainId: 11155111 });
  tokenAddress = (await deployTestToken(anvil)).address;
  return { WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: anvil.url };
});
afterAll(() => anvil.stop());

type Values = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

async function valuesNow(): Promise<Values> {
  const master = await masterOf(daemon());
  return master.must(200, master.get<Values>('/v1/admin/settings'));
}

describe('a setting', () => {
  it('is found, changed with others after a look at them, and holds', async () => {
    const visitor = await openAsAdmin(visit, '/settings/values');
    await visitor.page.getByLabel('Find a setting').fill('max_fee_usd');
    await visitor.page.getByLabel('Max fee (USD)').fill('12.5');
    await visitor.page.getByLabel('Find a setting').fill('duplicate_guard');
    await visitor.page.getByLabel('Duplicate guard').selectOption('all');
    await visitor.sees('2 changed');
    await visitor.inspect();
    await visitor.press('Look at the changes');
    await visitor.dialog.getByText('50', { exact: true }).waitFor();
    await visitor.inspect();
    await visitor.answer('Save');
    await stepUp(visitor);
    await visitor.sees('Saved. It holds from now on.');
    const { transactions } = await valuesNow();
    expect(transactions).toMatchObject({ max_fee_usd: '12.5', duplicate_guard: 'all' });
  });

  it('that is refused says why beside it, and nothing of the request holds', async () => {
    const before = await valuesNow();
    const visitor = await openAsAdmin(visit, '/settings/values');
    visitor.guard.expectRefusals(400);
    await visitor.page.getByLabel('Find a setting').fill('transactions.');
    await visitor.page.getByLabel('Duplicate guard').selectOption('off');
    await visitor.page.getByLabel('Max fee (USD)').fill('a lot');
    await visitor.press('Look at the changes');
    await visitor.answer('Save');
    await stepUp(visitor);
    await visitor.dialog.getByText('must be a value in USD').waitFor();
    await visitor.inspect();
    expect(await valuesNow()).toEqual(before);
  });

  it('that somebody else changed meanwhile is not overwritten', async () => {
    const visitor = await openAsAdmin(visit, '/settings/values');
    visitor.guard.expectRefusals(409);
    await visitor.page.getByLabel('Find a setting').fill('duplicate_guard');
    await visitor.page.getByLabel('Duplicate guard').selectOption('off');
    const master = await masterOf(daemon());
    const settings = [{ key: 'transactions.duplicate_guard', value: 'session' }];
    await master.must(200, master.put('/v1/admin/settings', { settings }));
    await visitor.press('Look at the changes');
    await visitor.answer('Save');
    await stepUp(visitor);
    await visitor.sees(/^Somebody changed it meanwhile/);
    expect((await valuesNow())['transactions']).toMatchObject({ duplicate_guard: 'session' });
  });

  it('that is set from outside is shown, and cannot be changed', async () => {
    const visitor = await openAsAdmin(visit, '/settings/values');
    await visitor.page.getByLabel('Find a setting').fill('chain.poll_ms');
    await visitor.sees('Set in the environment');
    await visitor.sees('Fixed when the daemon started: change WAIAAS_CHAIN_POLL_MS and restart it.');
    expect(await visitor.page.getByRole('textbox').count()).toBe(0);
  });
});

describe('an API key', () => {
  const KEY = 'cg-0123456789abcdefghij';

  it('goes in, is shown by its last characters, and is nowhere on the page', async () => {
    const visitor = await openAsAdmin(visit, '/settings');
    await visitor.page.getByLabel('New key of CoinGecko').fill(KEY);
    const form = visitor.page.getByRole('listitem').filter({ hasText: 'CoinGecko' });
    await form.getByRole('button', { name: 'Set', exact: true }).click();
    await stepUp(visitor);
    await form.getByText('••••ghij').waitFor();
    expect(await everythingOn(visitor)).not.toContain(KEY);
    await visitor.inspect();
    await form.getByRole('button', { name: 'Remove' }).click();
    await form.getByText('Not set').waitFor();
  });
});

describe('a node', () => {
  it('is tested before anything depends on it', async () => {
    const visitor = await openAsAdmin(visit, '/settings/nodes');
    await visitor.page.getByLabel('URL of the node').fill(anvil.url);
    await visitor.press(/^Test$/);
    await visitor.sees('It answers');
    await visitor.sees('11155111');
    await visitor.page.getByLabel('URL of the node').fill('http://127.0.0.1:9');
    await visitor.press(/^Test$/);
    await visitor.sees('It cannot be reached.');
    await visitor.inspect();
  });

  it('is set for a network, tested on the way, and in use at once', async () => {
    const visitor = await openAsAdmin(visit, '/settings/nodes');
    await visitor.press('Set: base-sepolia');
    await visitor.page.getByLabel('URLs of the nodes').fill(`${anvil.url}/?key=secret`);
    await visitor.answer('Test the first');
    await visitor.sees('It answers');
    await visitor.inspect();
    await visitor.answer('Save');
    await stepUp(visitor);
    await visitor.isAnswered();
    await visitor.button('Replace: base-sepolia').waitFor();
    expect(await everythingOn(visitor)).not.toContain('key=secret');
  });
});

describe('a token', () => {
  it('is read from the chain, taken into the registry, and taken out', async () => {
    const visitor = await openAsAdmin(visit, '/settings/tokens');
    await visitor.page.getByLabel('Network').selectOption('ethereum-sepolia');
    await visitor.page.getByLabel('Address of the token').fill(tokenAddress);
    await visitor.press('Ask the chain');
    await visitor.sees('Test Dollar');
    await visitor.inspect();
    await visitor.press('Add it');
    await stepUp(visitor);
    await visitor.sees('TUSD is in the registry');
    await visitor.inspect();
    await visitor.press('Remove TUSD');
    await visitor.answer('Remove');
    await visitor.page.getByRole('table').getByText('TUSD').waitFor({ state: 'detached' });
  });
});
