import { addPolicy, createWallet, eventually, masterOf, PASSWORD } from '@waiaas/daemon-e2e';
import { startAnvil, type AnvilNode } from '@waiaas/testing';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { stepUp } from '../src/admin-visit.js';
import { useDashboard } from '../src/dashboard-test.js';
import { newWallet } from '../src/injected-wallets.js';
import { untranslatedOn } from '../src/untranslated.js';
import { SCREENS, type Visitor } from '../src/visitor.js';

const TO = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const STRANGER = '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045';
let anvil: AnvilNode;
const { daemon, visit } = useDashboard(async () => {
  anvil = await startAnvil({ chainId: 11155111 });
  return { WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: anvil.url };
});
afterAll(async () => {
  await anvil.stop();
});

/** In Korean, whole on the screen, without a barrier. */
async function isRight(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  expect(await untranslatedOn(visitor, 'ko')).toEqual([]);
  expect([page.url(), await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)]).toEqual([page.url(), 0]);
  await visitor.inspect();
}

async function enter(options: BrowserContextOptions): Promise<Visitor> {
  const visitor = await visit(options);
  visitor.guard.expectRefusals(403);
  await visitor.open('/');
  await visitor.heading('관리자 로그인');
  await isRight(visitor);
  await visitor.logIn(PASSWORD);
  await visitor.heading('개요');
  return visitor;
}

const phone = (colorScheme: 'dark' | 'light') => ({ locale: 'ko-KR', colorScheme, viewport: SCREENS.phone });

describe.each(['dark', 'light'] as const)('in Korean, on a phone, %s', (scheme) => {
  it('an admin logs in, makes a policy, and sees what it says of a request', async () => {
    const wallet = await createWallet(daemon(), { policyPreset: 'none', name: `지갑 ${scheme}` });
    await addPolicy(daemon(), wallet, { type: 'WHITELIST', rules: { allowed_addresses: [TO] } });
    const visitor = await enter(phone(scheme));
    await isRight(visitor);
    await visitor.jump('/policies/new/RATE_LIMIT');
    await visitor.page.locator('[name="walletId"]').selectOption(wallet.id);
    await visitor.page.locator('[name="rules.max_requests"]').fill('5');
    await visitor.press('변경 내용 확인…');
    await isRight(visitor);
    await visitor.answer('정책 저장');
    await visitor.page.locator('[name=step-up]').waitFor();
    await isRight(visitor);
    await stepUp(visitor);
    await visitor.heading('요청 빈도');
    await visitor.sees('저장했습니다. 지금부터 적용됩니다.');
    await isRight(visitor);
    await visitor.jump('/policies/playground');
    await visitor.page.getByLabel('받는 곳', { exact: true }).fill(STRANGER);
    await visitor.page.getByLabel('금액').fill('1');
    await visitor.page.locator('#content select').first().selectOption(wallet.id);
    await visitor.page.locator('#content form button[type=submit]').click();
    await visitor.sees(`허용되지 않은 수신처입니다: ${STRANGER}`);
    await visitor.sees(`‘허용 수신처’ 정책에 추가하세요: ${STRANGER}`);
    await isRight(visitor);
  });

  it('an owner logs in with a wallet of the browser, and approves', async () => {
    const owner = newWallet('ethereum');
    const wallet = await createWallet(daemon(), { policyPreset: 'none', name: `소유 ${scheme}` });
    await anvil.setBalance(wallet.address, 10n ** 20n);
    const master = await masterOf(daemon());
    await master.must(200, master.put(`/v1/wallets/${wallet.id}/owner`, { owner_address: owner.address }));
    const body = { network: 'ethereum-sepolia', to: TO, humanAmount: '2' };
    const { id } = (await wallet.api.post<{ id: string }>('/v1/transactions/send', body)).body;
    const visitor = await visit(phone(scheme));
    await owner.inject(visitor);
    await visitor.open(`/approvals/${id}`);
    await visitor.heading('소유자 로그인');
    await isRight(visitor);
    await visitor.press('Test Ether 지갑으로 로그인');
    await visitor.heading('승인 요청');
    await visitor.sees('이 지갑에서 한 번도 보낸 적이 없는 주소입니다');
    await isRight(visitor);
    await visitor.press('승인…');
    await visitor.press('Test Ether 지갑으로 서명');
    await visitor.sees('승인했습니다. 지금 전송합니다.');
    await isRight(visitor);
    await eventually('it is confirmed', async () => {
      const { body: row } = await wallet.api.get<{ status: string }>(`/v1/transactions/${id}`);
      return row.status === 'CONFIRMED';
    });
  });

  it('an admin freezes everything, reads what that did, and recovers', async () => {
    const visitor = await enter(phone(scheme));
    await visitor.press('긴급 정지');
    await visitor.dialog.getByRole('textbox').fill('FREEZE');
    await isRight(visitor);
    await visitor.answer('지금 모두 정지');
    await visitor.sees('긴급 정지 상태입니다');
    await isRight(visitor);
    await visitor.press('복구');
    await visitor.dialog.getByLabel('마스터 비밀번호').fill(PASSWORD);
    await visitor.dialog.getByLabel('RECOVER').fill('RECOVER');
    await isRight(visitor);
    await visitor.answer('복구');
    await visitor.seesNoMore('긴급 정지 상태입니다');
  });
});

describe('in Korean', () => {
  it('a transaction that policy denied says why, and every page of the menu is whole', async () => {
    const wallet = await createWallet(daemon(), { policyPreset: 'none', name: '거부된 지갑' });
    await addPolicy(daemon(), wallet, { type: 'WHITELIST', rules: { allowed_addresses: [TO] } });
    await anvil.setBalance(wallet.address, 10n ** 20n);
    const body = { network: 'ethereum-sepolia', to: STRANGER, humanAmount: '1' };
    const answer = await wallet.api.post<{ details: { transactionId: string } }>('/v1/transactions/send', body);
    expect(answer.status).toBe(403);
    const visitor = await enter({ locale: 'ko-KR' });
    await visitor.jump(`/transactions/${answer.body.details.transactionId}`);
    await visitor.sees(`허용되지 않은 수신처입니다: ${STRANGER}`);
    await visitor.sees('‘허용 수신처’ 정책이 거부');
    await isRight(visitor);
    for (const page of [
      'approvals',
      'transactions',
      'wallets',
      'wallets/new',
      `wallets/${wallet.id}`,
      'sessions',
      'sessions/new',
    ]) {
      await visitor.jump(`/${page}`);
      await visitor.isLoaded();
      await isRight(visitor);
    }
    for (const page of ['policies', 'policies/new', 'network', 'audit', 'settings', 'settings/values', 'settings/nodes']) {
      await visitor.jump(`/${page}`);
      await visitor.isLoaded();
      await isRight(visitor);
    }
  });
});
