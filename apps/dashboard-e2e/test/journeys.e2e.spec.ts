import {
  addPolicy,
  createWallet,
  DaemonProcess,
  masterOf,
  PASSWORD,
  QUIET_LIMITS,
  TestClock,
  type TestWallet,
} from '@waiaas/daemon-e2e';
import { startAnvil, type AnvilNode } from '@waiaas/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { openAsAdmin } from '../src/admin-visit.js';
import { useDashboard } from '../src/dashboard-test.js';
import { newWallet } from '../src/injected-wallets.js';
import { openBrowser, Visitor } from '../src/visitor.js';

const TO = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const clock = new TestClock();
let anvil: AnvilNode;
const { daemon, visit } = useDashboard(async () => {
  anvil = await startAnvil({ chainId: 11155111 });
  return { WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: anvil.url, ...clock.env };
});
afterAll(async () => {
  await anvil.stop();
  clock.dispose();
});

/** A funded wallet whose payments wait: an hour where `delayed`, for an approval otherwise. */
async function waitingWallet(kind: 'delayed' | 'approval' | 'instant'): Promise<TestWallet> {
  const wallet = await createWallet(daemon(), { policyPreset: 'none' });
  await anvil.setBalance(wallet.address, 10n ** 20n);
  if (kind === 'approval') return wallet;
  const instant_max = kind === 'instant' ? '1000' : '0.001';
  const limits = { instant_max, notify_max: instant_max, delay_max: '1000' };
  const rules = { token_limits: { 'native:ethereum': limits }, delay_seconds: 3600 };
  await addPolicy(daemon(), wallet, { type: 'SPENDING_LIMIT', rules });
  return wallet;
}

async function send(wallet: TestWallet): Promise<string> {
  const body = { network: 'ethereum-sepolia', to: TO, humanAmount: '2' };
  const answer = await wallet.api.post<{ id: string }>('/v1/transactions/send', body);
  expect(answer.status).toBe(201);
  return answer.body.id;
}

const statusOf = async (wallet: TestWallet, id: string): Promise<string> =>
  (await wallet.api.get<{ status: string }>(`/v1/transactions/${id}`)).body.status;

describe('a delayed payment', () => {
  it('appears by itself with the time left, and is cancelled in the page', async () => {
    const wallet = await waitingWallet('delayed');
    const visitor = await openAsAdmin(visit, '/');
    await visitor.go('Approvals');
    await visitor.sees('Nothing waits for a decision');
    const id = await send(wallet);
    await visitor.sees(/^Goes out in/);
    await visitor.inspect();
    await visitor.press('Cancel the payment…');
    await visitor.dialog.getByText('2 ETH').waitFor();
    await visitor.dialog.getByLabel('Why not (if you like)').fill('<b>Too much</b> \u202Efor a chair');
    await visitor.inspect();
    await visitor.answer('Cancel the payment');
    await visitor.sees('Nothing waits for a decision');
    const { body } = await wallet.api.get(`/v1/transactions/${id}`);
    expect(body).toMatchObject({ status: 'CANCELLED', error: '<b>Too much</b> \u202Efor a chair' });
    await visitor.jump(`/transactions/${id}`);
    await visitor.sees('<b>Too much</b> ⟨U+202E⟩for a chair');
    await visitor.inspect();
  });
});

describe('a payment that is stuck', () => {
  it('is sent again with a higher fee, and then cancelled on the chain', async () => {
    const wallet = await waitingWallet('instant');
    await anvil.setAutomine(false);
    try {
      const id = await send(wallet);
      const visitor = await openAsAdmin(visit, `/transactions/${id}`);
      await visitor.sees('Sent, and not in a block yet');
      await visitor.press('Speed up');
      await visitor.inspect();
      await visitor.answer('Speed up');
      await visitor.sees('Sent with a higher fee');
      await visitor.sees(/^Attempt 2/);
      await visitor.press('Cancel on the chain');
      await visitor.answer('Cancel on the chain');
      await visitor.sees(/^The cancelling one is sent/);
      await visitor.inspect();
    } finally {
      await anvil.setAutomine(true);
      await anvil.mine(1);
    }
  });
});

describe('a tab that is open over a restart', () => {
  // Twice a program starts, and the page tries again ever less often.
  it('says that what it shows may be old, and goes on under the same login', { timeout: 300_000 }, async () => {
    const first = await DaemonProcess.start({ env: { WAIAAS_MASTER_PASSWORD: PASSWORD, ...QUIET_LIMITS } });
    const browser = await openBrowser();
    const visitor = await Visitor.arrive(browser, await first.url());
    let second: DaemonProcess | undefined;
    try {
      visitor.guard.expectNoAnswers();
      await visitor.open('/');
      await visitor.logIn(PASSWORD);
      await visitor.heading('Overview');
      await visitor.sees(/^Live$/);
      await first.kill();
      await visitor.sees('Checking every few seconds');
      await visitor.sees('What you see may be old');
      second = await first.restart();
      await visitor.seesNoMore('What you see may be old');
      await visitor.sees(/^Live$/);
      await visitor.go('Wallets');
      await visitor.sees('No wallet yet');
      expect(await visitor.leave()).toEqual([]);
    } finally {
      await browser.close();
      await (second ?? first).dispose();
    }
  });
});

interface Asked {
  readonly visitor: Visitor;
  readonly wallet: TestWallet;
  readonly id: string;
}

/** An owner with a wallet in the browser, and a request that waits for them. */
async function askedOwner(): Promise<Asked> {
  const owner = newWallet('ethereum');
  const wallet = await waitingWallet('approval');
  const visitor = await visit();
  await owner.inject(visitor);
  const master = await masterOf(daemon());
  await master.must(200, master.put(`/v1/wallets/${wallet.id}/owner`, { owner_address: owner.address }));
  return { visitor, wallet, id: await send(wallet) };
}

describe('a request that nobody answered', () => {
  it('that runs out while its page is open loses its buttons, and says why', async () => {
    const master = await masterOf(daemon());
    // Sooner than somebody who does nothing is logged out.
    const settings = [{ key: 'policy.default_approval_timeout_seconds', value: 300 }];
    await master.must(200, master.put('/v1/admin/settings', { settings }));
    const { visitor, wallet, id } = await askedOwner();
    const { page } = visitor;
    await visitor.open(`/approvals/${id}`);
    await visitor.press('Log in with Test Ether');
    await visitor.heading('Approval');
    await visitor.press('Approve…');
    await visitor.button(/^Sign with/).waitFor();
    // Time goes on for the browser alone, and nothing that could tell of it gets through.
    await page.route(/\/v1\//, (route) => route.abort());
    visitor.guard.expectNoAnswers();
    await page.clock.install();
    await page.clock.setSystemTime(Date.now() + 301_000);
    await page.clock.fastForward(2000);
    await page.getByRole('alert').getByText('The time to decide is over').waitFor();
    expect(await visitor.button(/^(Approve…|Reject…|Sign with.*)$/).count()).toBe(0);
    expect(await statusOf(wallet, id)).toBe('QUEUED');
    await visitor.inspect();
  });

  it('is shown to its owner as expired, and cannot be approved any more', async () => {
    const { visitor, wallet, id } = await askedOwner();
    clock.advance(3601);
    await visitor.open(`/approvals/${id}`);
    await visitor.press('Log in with Test Ether');
    await visitor.heading('Approval');
    await visitor.sees('Expired');
    expect(await visitor.button('Approve…').count()).toBe(0);
    expect(await statusOf(wallet, id)).toBe('EXPIRED');
    await visitor.inspect();
  });
});
