import { createWallet, eventually, masterOf, type TestWallet } from '@waiaas/daemon-e2e';
import { startAnvil, startSolanaNode, type AnvilNode, type SolanaNode } from '@waiaas/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { useDashboard } from '../src/dashboard-test.js';
import { newWallet, type InjectedWallet } from '../src/injected-wallets.js';
import type { Visitor } from '../src/visitor.js';

/** Of whoever asks: it turns the reading direction and would be a heading if anything took it for more than text. */
const memo = '\u202Egpj.exe <h1>invoice 7</h1>';
const SENDS = {
  ethereum: { network: 'ethereum-sepolia', to: '0x8617E340B3D01FA5F11F306F4090FD50E238070D', humanAmount: '2', memo },
  solana: { network: 'solana-devnet', to: 'GjwcWFQYzemBtpUoN5fMAP2FZviTtMRWCmrppGuTthJS', humanAmount: '2', memo },
} as const;
type Chain = keyof typeof SENDS;

let anvil: AnvilNode;
let solana: SolanaNode;
const { daemon, visit } = useDashboard(async () => {
  [anvil, solana] = await Promise.all([startAnvil({ chainId: 11155111 }), startSolanaNode()]);
  return { WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: anvil.url, WAIAAS_RPC_SOLANA_DEVNET: solana.url };
});
afterAll(async () => {
  await Promise.all([anvil.stop(), solana.stop()]);
});

/** A funded wallet without policies, so that everything it sends waits, owned by this address. */
async function ownedWallet(chain: Chain, owner: InjectedWallet): Promise<TestWallet> {
  const wallet = await createWallet(daemon(), { chain, policyPreset: 'none', name: `agent of ${chain}` });
  if (chain === 'ethereum') await anvil.setBalance(wallet.address, 100n * 10n ** 18n);
  else await solana.control.fund(wallet.address, 100n * 10n ** 9n);
  const master = await masterOf(daemon());
  await master.must(200, master.put(`/v1/wallets/${wallet.id}/owner`, { owner_address: owner.address }));
  return wallet;
}

async function ask(wallet: TestWallet, chain: Chain): Promise<string> {
  const answer = await wallet.api.post<{ id: string; waitReason: string }>('/v1/transactions/send', SENDS[chain]);
  expect(answer).toMatchObject({ status: 201, body: { waitReason: 'APPROVAL' } });
  return answer.body.id;
}

const statusOf = async (wallet: TestWallet, id: string) =>
  (await wallet.api.get<{ status: string }>(`/v1/transactions/${id}`)).body.status;

async function logInAsOwner(visitor: Visitor, chain: Chain): Promise<void> {
  await visitor.press(`Log in with Test ${chain === 'ethereum' ? 'Ether' : 'Sol'}`);
}

describe.each(['ethereum', 'solana'] as const)('an owner with a wallet of %s in the browser', (chain) => {
  it('logs in, sees a request arrive, reads what it does, signs, and it is paid', async () => {
    const owner = newWallet(chain);
    const wallet = await ownedWallet(chain, owner);
    const master = await masterOf(daemon());
    const explorer = `explorer.${SENDS[chain].network.replace('-', '_')}`;
    const settings = [{ key: explorer, value: 'https://scan.example' }];
    await master.must(200, master.put('/v1/admin/settings', { settings }));
    const visitor = await visit();
    await owner.inject(visitor);
    await visitor.open('/owner/login');
    await visitor.inspect();
    await logInAsOwner(visitor, chain);
    await visitor.heading('Approvals');
    await visitor.sees('Nothing waits for a decision');
    expect(owner.asked[0]).toContain('LOG IN');
    const id = await ask(wallet, chain);
    await visitor.page.getByRole('link', { name: 'Look at it' }).click();
    await visitor.heading('Approval');
    await visitor.sees('This wallet has never paid this address');
    await visitor.sees(`agent of ${chain}`);
    await visitor.sees(chain === 'solana' ? 'Memo' : 'Memo (stays here, EVM payments carry none)');
    await visitor.sees('⟨U+202E⟩gpj.exe <h1>invoice 7</h1>');
    const away = visitor.page.getByRole('link', { name: 'On an explorer (opens in a new tab)' });
    expect(await away.getAttribute('href')).toBe(`https://scan.example/address/${SENDS[chain].to}`);
    await visitor.inspect();
    await visitor.press('Approve…');
    await visitor.sees(/APPROVE sending 2 /);
    await visitor.inspect();
    await visitor.press(/^Sign with/);
    await visitor.sees('Approved. It goes out now.');
    expect(owner.asked[1]).toContain(`APPROVE sending 2 `);
    expect(owner.asked[1]).toContain(SENDS[chain].to);
    await eventually('it is confirmed', async () => (await statusOf(wallet, id)) === 'CONFIRMED', 60);
    expect((await wallet.api.get(`/v1/transactions/${id}`)).body).toMatchObject({ memo });
    expect((await wallet.api.get('/v1/transactions')).body).toMatchObject({ items: [{ id, memo }] });
  });
});

describe('an owner whose key is elsewhere', () => {
  it('follows the link of a notice, pastes a signature, and rejects', async () => {
    const owner = newWallet('ethereum');
    const wallet = await ownedWallet('ethereum', owner);
    const id = await ask(wallet, 'ethereum');
    const visitor = await visit({ viewport: { width: 390, height: 844 } });
    await visitor.open(`/approvals/${id}`);
    await visitor.heading('Owner login');
    await visitor.page.getByLabel('Address of the owner').fill(owner.address);
    await visitor.press('Show the text to sign');
    const text = async (): Promise<string> => (await visitor.page.locator('pre').textContent()) ?? '';
    await visitor.page.getByLabel('Signature', { exact: true }).fill(await owner.sign(await text()));
    await visitor.press('Log in');
    await visitor.heading('Approval');
    await visitor.press('Reject…');
    await visitor.sees(/REJECT sending 2 /);
    await visitor.page.getByLabel('Why not (if you like)').fill('not our supplier');
    await visitor.page.getByText('Sign elsewhere and paste').click();
    await visitor.inspect();
    await visitor.page.getByLabel('Signature', { exact: true }).fill(await owner.sign(await text()));
    await visitor.press('Reject');
    await visitor.sees('Rejected. It will not go out.');
    expect((await wallet.api.get(`/v1/transactions/${id}`)).body).toMatchObject({
      status: 'CANCELLED',
      error: 'not our supplier',
    });
    expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});

describe('between the owner and the daemon', () => {
  it.each([
    ['shows another recipient', /\/v1\/owner\/approvals/, SENDS.ethereum.to, '0x52908400098527886E0F7030069857D2E4169EE7'],
    ['shows a smaller amount', /\/v1\/owner\/approvals/, '"amount":"2000000000000000000"', '"amount":"1000000000000000000"'],
    ['shows a value that nobody knows', /\/v1\/owner\/approvals/, '"usd":null', '"usd":"0.01"'],
    ['shows another memo', /\/v1\/owner\/approvals/, 'invoice 7', 'invoice 8'],
    ['hides the memo', /\/v1\/owner\/approvals/, '\\"memo\\":', '\\"note\\":'],
  ])('somebody who %s gets no signature', async (_, url, from, to) => {
    const owner = newWallet('ethereum');
    const wallet = await ownedWallet('ethereum', owner);
    const id = await ask(wallet, 'ethereum');
    const visitor = await visit();
    await owner.inject(visitor);
    await visitor.page.route(url, async (route) => {
      // The browser's own mark is not among the headers that a fetch from outside of the page repeats.
      const response = await route.fetch({ headers: { ...route.request().headers(), 'sec-fetch-site': 'same-origin' } });
      await route.fulfill({ response, body: (await response.text()).replaceAll(from, to) });
    });
    await visitor.open(`/approvals/${id}`);
    await logInAsOwner(visitor, 'ethereum');
    await visitor.press('Approve…');
    await visitor.sees('Do not sign this');
    expect(await visitor.button(/^Sign with/).count()).toBe(0);
    expect(owner.asked).toHaveLength(1);
    await visitor.inspect();
  });

  it('somebody who alters the text to sign wins nothing: the page refuses, and so would the daemon', async () => {
    const owner = newWallet('ethereum');
    const wallet = await ownedWallet('ethereum', owner);
    const id = await ask(wallet, 'ethereum');
    const visitor = await visit();
    await owner.inject(visitor);
    await visitor.open(`/approvals/${id}`);
    await logInAsOwner(visitor, 'ethereum');
    await visitor.heading('Approval');
    await visitor.page.route(/\/v1\/owner\/challenge/, async (route) => {
      const response = await route.fetch();
      const body = (await response.json()) as { message: string; messageBase64: string };
      const message = body.message.replaceAll(SENDS.ethereum.to, '0x52908400098527886E0F7030069857D2E4169EE7');
      await route.fulfill({ response, json: { ...body, message, messageBase64: Buffer.from(message).toString('base64') } });
    });
    await visitor.press('Approve…');
    await visitor.sees('The recipient differs.');
    expect(owner.asked).toHaveLength(1);
  });

  it('a wallet whose user says no has sent nothing', async () => {
    const owner = newWallet('ethereum');
    const wallet = await ownedWallet('ethereum', owner);
    const id = await ask(wallet, 'ethereum');
    const visitor = await visit();
    await owner.inject(visitor);
    await visitor.open(`/approvals/${id}`);
    await logInAsOwner(visitor, 'ethereum');
    await visitor.press('Approve…');
    owner.refuse();
    await visitor.press(/^Sign with/);
    await visitor.sees('The wallet did not sign. Nothing was sent.');
    expect(await statusOf(wallet, id)).toBe('QUEUED');
  });
});
