import { Api, DaemonProcess, EthereumOwner, QUIET_LIMITS } from '@waiaas/daemon-e2e';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, Visitor } from '../src/visitor.js';

const NEXT = 'a password of my own';
const STEPS = 'Before real money';

let daemon: DaemonProcess;
let browser: Browser;
beforeAll(async () => {
  daemon = await DaemonProcess.start({ env: QUIET_LIMITS });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await daemon.dispose();
});

describe('the first run of an installation that made its own password', () => {
  /** The state that stands at the end of each step. */
  const steps = async ({ page }: Visitor): Promise<readonly string[]> =>
    page.getByRole('region', { name: STEPS }).locator('li > :last-child').allInnerTexts();

  it('names the steps that remain, ticks them one by one, and is gone with the last', async () => {
    const visitor = await Visitor.arrive(browser, await daemon.url());
    const { page } = visitor;
    const seesSteps = (...wanted: readonly string[]) => expect.poll(() => steps(visitor), { timeout: 50_000 }).toEqual(wanted);
    await visitor.open('/');
    await visitor.logIn(await daemon.recoveryKey());
    await seesSteps('To do', 'To do', 'To do', 'To do');
    await visitor.inspect();

    await page.getByRole('link', { name: /^Replace the password/ }).click();
    await visitor.heading('Settings');
    await page.getByLabel('The password now').fill(await daemon.recoveryKey());
    await page.getByLabel('New password', { exact: true }).fill(NEXT);
    await page.getByLabel('New password again').fill(NEXT);
    await visitor.press('Change the password');
    await visitor.sees('Changed. It holds from now on.');
    await visitor.jump('/');
    await seesSteps('Done', 'To do', 'To do', 'To do');

    const url = await daemon.url();
    const master = Api.master(url, NEXT);
    const { id } = await master.must(
      201,
      master.post<{ id: string }>('/v1/wallets', { name: 'first', chain: 'ethereum', policyPreset: 'none' }),
    );
    await seesSteps('Done', 'Done', 'To do', 'To do');
    const owner = new EthereumOwner();
    await master.must(200, master.put(`/v1/wallets/${id}/owner`, { owner_address: owner.address }));
    await seesSteps('Done', 'Done', 'Begun: the owner has to sign', 'To do');
    await visitor.inspect();
    await page.getByRole('link', { name: /^Give a wallet an owner/ }).click();
    await visitor.heading('first');
    await visitor.go('Overview');
    const proof = await owner.headers(url, 'verify', { walletId: id });
    await master.must(200, new Api(url).post(`/v1/wallets/${id}/owner/verify`, undefined, proof));
    await seesSteps('Done', 'Done', 'Done', 'To do');
    const rules = { max_requests: 5, window_seconds: 60 };
    await master.must(201, master.post('/v1/policies', { walletId: id, type: 'RATE_LIMIT', rules }));
    await page.getByRole('region', { name: STEPS }).waitFor({ state: 'detached' });
    expect(await visitor.leave()).toEqual([]);
  });
});
