import { createWallet, masterOf, PASSWORD, writeAsStranger, type TestWallet } from '@waiaas/daemon-e2e';
import { startAnvil, type AnvilNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAsAdmin, stepUp } from '../src/admin-visit.js';
import { useDashboard } from '../src/dashboard-test.js';
import { SCREENS, type Visitor } from '../src/visitor.js';

const TO = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const NOTICE = 'Rows in the database are not what the daemon wrote';
const MEAN = '\u202Egpj.exe<img src=x onerror="window.pwned=1">';

let anvil: AnvilNode;
let wallet: TestWallet;
const { daemon, visit } = useDashboard(async () => {
  anvil = await startAnvil({ chainId: 11155111 });
  return { WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: anvil.url, WAIAAS_PRICES_FIXED: 'native:ethereum=1000' };
});
beforeAll(async () => {
  wallet = await createWallet(daemon(), { policyPreset: 'testnet' });
  await anvil.setBalance(wallet.address, 10n ** 19n);
});
afterAll(() => anvil.stop());

const body = { network: 'ethereum-sepolia', to: TO, humanAmount: '0.00001', allowDuplicate: true };
const pay = async (): Promise<number> => (await wallet.api.post('/v1/transactions/send', body)).status;
const rename = (name: string): void => writeAsStranger(daemon(), `UPDATE wallets SET name = '${name}' WHERE id = '${wallet.id}'`);

/** Nobody asked the daemon anything since: it looks by itself once a minute, and whenever the report is asked for. */
async function isNoticed(): Promise<void> {
  const master = await masterOf(daemon());
  await master.must(200, master.get('/v1/admin/integrity'));
}

async function takeAsItIs(visitor: Visitor): Promise<void> {
  await visitor.press('Take them as they are…');
  const submit = visitor.dialog.getByRole('button', { name: 'Take them as they are', exact: true });
  expect(await submit.isDisabled()).toBe(true);
  await visitor.dialog.getByLabel(/ADOPT/).fill('ADOPT');
  await visitor.inspect();
}

describe('rows that somebody else wrote', () => {
  it('are told on every page, shown for what they are, and hold once the admin takes them with the password', async () => {
    expect(await pay()).toBe(201);
    rename(MEAN);
    expect(await pay()).toBe(409);
    await isNoticed();
    const visitor = await openAsAdmin(visit, '/sessions', { viewport: SCREENS.phone });
    await visitor.sees(NOTICE);
    await visitor.page.getByRole('link', { name: 'Look at the altered rows' }).click();
    await visitor.heading('Altered rows');
    await visitor.sees('A wallet: its name, address, owner or state');
    await visitor.sees('No payment of this wallet goes out, and nothing is signed with it.');
    await visitor.page.getByText('What it holds now').click();
    await visitor.sees('⟨U+202E⟩gpj.exe<img src=x onerror="window.pwned=1">');
    expect(await visitor.page.evaluate('window.pwned')).toBeUndefined();
    expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(SCREENS.phone.width);
    await visitor.inspect();
    await takeAsItIs(visitor);
    await visitor.answer('Take them as they are');
    await stepUp(visitor);
    await visitor.sees('Taken as they are: 1. Removed: 0.');
    await visitor.sees('Every row is what the daemon wrote');
    await visitor.seesNoMore(NOTICE);
    await visitor.inspect();
    expect(await pay()).toBe(201);
    await visitor.jump('/audit');
    await visitor.sees('Altered rows taken as they are');
  });

  it('are not taken where another was altered after the dialog was opened', async () => {
    rename('first');
    await isNoticed();
    const visitor = await openAsAdmin(visit, '/integrity');
    visitor.guard.expectRefusals(409);
    await takeAsItIs(visitor);
    rename('second');
    await visitor.answer('Take them as they are');
    await stepUp(visitor);
    await visitor.dialog.getByText('Somebody changed it meanwhile. Reload it and look again.').waitFor();
    await visitor.answer('Cancel');
    await visitor.isAnswered();
    expect(await pay()).toBe(409);
    await takeAsItIs(visitor);
    await visitor.answer('Take them as they are');
    await visitor.sees('Taken as they are: 1. Removed: 0.');
    expect(await pay()).toBe(201);
  });

  it('that are programs in the file are named, and cannot be taken', async () => {
    // Of before: where programs are in the file, no new login gets a mark that is believed.
    const visitor = await openAsAdmin(visit, '/integrity', { locale: 'ko-KR' });
    await visitor.sees('모든 행이 데몬이 쓴 그대로입니다');
    writeAsStranger(daemon(), 'CREATE TRIGGER quiet AFTER INSERT ON audit_log BEGIN SELECT 1; END');
    await isNoticed();
    await visitor.open('/integrity');
    await visitor.sees('데이터베이스 파일 안의 프로그램(트리거 또는 뷰)');
    await visitor.sees(/^파일 안에 프로그램이 있는 동안에는/);
    expect(await visitor.button('그대로 받아들이기…').count()).toBe(0);
    await visitor.inspect();
    const late = await visit({ viewport: SCREENS.phone });
    late.guard.expectRefusals(409);
    await late.open('/');
    await late.logIn(PASSWORD);
    await late.sees('The password is right, but no login can be believed');
    await late.sees(/^sqlite3 waiaas\.db /);
    await late.heading('Admin login');
    expect(await late.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(SCREENS.phone.width);
    await late.inspect();
    writeAsStranger(daemon(), 'DROP TRIGGER quiet');
    await isNoticed();
    await late.logIn(PASSWORD);
    await late.heading('Overview');
    await visitor.open('/integrity');
    await visitor.sees('모든 행이 데몬이 쓴 그대로입니다');
  });
});
