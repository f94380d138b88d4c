import { createWallet, eventually, masterOf } from '@waiaas/daemon-e2e';
import { describe, expect, it } from 'vitest';
import { enterAsAdmin, everythingOn, openAsAdmin, stepUp } from '../src/admin-visit.js';
import { useDashboard } from '../src/dashboard-test.js';
import type { Visitor } from '../src/visitor.js';

const { daemon, visit } = useDashboard();

const QUESTION = 'Leave without saving?';

const isAsked = (visitor: Visitor): Promise<void> => visitor.dialog.getByRole('heading', { name: QUESTION }).waitFor();

describe('something that is entered and not saved', () => {
  it('is kept when its page is left by a link or by going back, unless the admin says so', async () => {
    const visitor = await openAsAdmin(visit, '/policies');
    await visitor.page.getByRole('link', { name: 'New policy' }).click();
    await visitor.page.getByRole('link', { name: /^How often/ }).click();
    await visitor.heading('New: How often');
    const priority = visitor.page.getByLabel('Priority');
    await priority.fill('7');
    await visitor.page.getByRole('link', { name: 'Wallets', exact: true }).click();
    await isAsked(visitor);
    await visitor.inspect();
    await visitor.answer('Stay here');
    await visitor.isAnswered();
    expect(await priority.inputValue()).toBe('7');
    await visitor.page.goBack();
    await isAsked(visitor);
    await visitor.answer('Stay here');
    await visitor.isAnswered();
    expect(await priority.inputValue()).toBe('7');
    await visitor.page.goBack();
    await isAsked(visitor);
    await visitor.answer('Leave');
    await visitor.heading('Choose what the policy is about');
  });

  it.each([
    ['a setting', '/settings/values', 'Find a setting', 'duplicate_guard'],
    ['a wallet', '/wallets/new', 'Name', 'half a wallet'],
    ['a session', '/sessions/new', 'Name', 'half a session'],
  ])('of %s holds the tab open until the browser has asked', async (_, path, label, text) => {
    await createWallet(daemon(), { name: 'to make a session for' });
    const visitor = await openAsAdmin(visit, path);
    await visitor.page.getByLabel(label, { exact: true }).fill(text);
    if (path === '/settings/values') await visitor.page.getByLabel('Duplicate guard').selectOption('off');
    const [question] = await Promise.all([visitor.page.waitForEvent('dialog'), visitor.page.close({ runBeforeUnload: true })]);
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
    expect(visitor.page.isClosed()).toBe(false);
    await visitor.page.getByRole('link', { name: 'Audit log' }).click();
    await isAsked(visitor);
    await visitor.answer('Leave');
    await visitor.heading('Audit log');
  });

  it('asks nothing once it is saved, or where nothing was entered', async () => {
    const visitor = await openAsAdmin(visit, '/policies/new/RATE_LIMIT');
    await visitor.go('Wallets');
    await visitor.jump('/policies/new/RATE_LIMIT');
    await visitor.page.getByLabel('Priority').fill('3');
    await visitor.press('Look at the change…');
    await visitor.answer('Save the policy');
    await stepUp(visitor);
    await visitor.heading('How often');
    await visitor.go('Wallets');
    expect(await visitor.dialog.count()).toBe(0);
  });
});

describe('a secret that was typed and not sent', () => {
  it.each(['New password', 'New key of CoinGecko'])(
    'in %s is asked about before it is lost, and is nowhere else',
    async (label) => {
      const visitor = await openAsAdmin(visit, '/settings');
      const field = visitor.page.getByLabel(label, { exact: true });
      await field.fill('half a secret');
      await visitor.page.getByRole('navigation').getByRole('link', { name: 'Wallets', exact: true }).click();
      await visitor.dialog.getByText('Leave without saving?').waitFor();
      await visitor.inspect();
      await visitor.answer('Stay here');
      await visitor.isAnswered();
      expect(await field.inputValue()).toBe('half a secret');
      await field.fill('');
      await visitor.go('Wallets');
      expect(await visitor.dialog.count()).toBe(0);
    },
  );

  it('as the address of a node is asked about before the dialog is closed, and before going back', async () => {
    const visitor = await openAsAdmin(visit, '/settings');
    await visitor.page.getByRole('link', { name: 'Nodes and prices', exact: true }).click();
    await visitor.page
      .getByRole('button', { name: /^(Set|Replace): / })
      .first()
      .click();
    await visitor.dialog.getByRole('textbox').fill('https://node.example/half-a-key');
    for (const leave of ['Escape', 'Cancel'] as const) {
      if (leave === 'Escape') await visitor.page.keyboard.press('Escape');
      else await visitor.answer('Cancel');
      await visitor.page.getByText('Leave without saving?').waitFor();
      await visitor.page.getByRole('button', { name: 'Stay here', exact: true }).click();
      await visitor.page.getByText('Leave without saving?').waitFor({ state: 'detached' });
      expect(await visitor.dialog.getByRole('textbox').inputValue()).toBe('https://node.example/half-a-key');
      // Where it was: in the field, and on the button that was pressed.
      await visitor.dialog.locator(leave === 'Escape' ? 'textarea:focus' : 'button:focus').waitFor();
    }
    await visitor.page.evaluate(() => history.back());
    await visitor.page.getByText('Leave without saving?').waitFor();
    await visitor.page.getByRole('button', { name: 'Leave', exact: true }).click();
    await visitor.heading('Settings');
    expect(await everythingOn(visitor)).not.toContain('half-a-key');
  });
});

describe('a button that is pressed twice in one breath', () => {
  it('makes one session and one wallet', async () => {
    await createWallet(daemon(), { name: 'only one' });
    const visitor = await openAsAdmin(visit, '/sessions/new');
    const sent: string[] = [];
    visitor.page.on('request', (request) => {
      if (request.method() !== 'GET') sent.push(`${request.method()} ${new URL(request.url()).pathname}`);
    });
    await visitor.page.getByLabel('only one').check();
    await twice(visitor, 'Make the session');
    await visitor.sees('This is the only time you see this token');
    await visitor.jump('/wallets/new');
    await visitor.page.getByLabel('Name', { exact: true }).fill('made once');
    await twice(visitor, 'Make the wallet');
    await visitor.heading('made once is ready');
    expect(sent).toEqual(['POST /v1/sessions', 'POST /v1/wallets']);
    const master = await masterOf(daemon());
    const { items } = await master.must(200, master.get<{ items: readonly { name: string }[] }>('/v1/wallets'));
    expect(items.filter(({ name }) => name === 'made once')).toHaveLength(1);
  });
});

/** Both presses before the page can draw anything. */
async function twice(visitor: Visitor, name: string): Promise<void> {
  await visitor.button(name).evaluate((button) => {
    (button as HTMLButtonElement).click();
    (button as HTMLButtonElement).click();
  });
}

describe('a picture', () => {
  it('changes its colours with the theme of the device', async () => {
    const at = Math.floor(Date.now() / 1000);
    const history = { from: at - 86_400 * 30, to: at, points: [{ at, usd: '120.50', requests: 2, hasUnvalued: false }] };
    const visitor = await visit();
    await visitor.page.route('**/v1/admin/spending*', (route) => route.fulfill({ json: history }));
    await enterAsAdmin(visitor, '/');
    const picture = visitor.page.locator('.uplot canvas');
    const drawn = (): Promise<string> => picture.evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    await picture.waitFor();
    const inLight = await drawn();
    await visitor.page.emulateMedia({ colorScheme: 'dark' });
    await eventually('it is drawn anew', async () => (await drawn()) !== inLight);
    const inDark = await drawn();
    await visitor.page.emulateMedia({ colorScheme: 'light' });
    await eventually('it is as it was', async () => (await drawn()) === inLight);
    expect(inDark).not.toBe(inLight);
    await visitor.inspect();
  });
});
