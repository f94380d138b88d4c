import { readFile } from 'node:fs/promises';
import { DaemonProcess, QUIET_LIMITS } from '@waiaas/daemon-e2e';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAsAdmin } from '../src/admin-visit.js';
import { useDashboard } from '../src/dashboard-test.js';
import { openBrowser, Visitor } from '../src/visitor.js';

const { visit } = useDashboard();

describe('what watches over the installation', () => {
  it('shows who can reach the daemon', async () => {
    const visitor = await openAsAdmin(visit, '/network');
    await visitor.heading('Network');
    await visitor.sees('Other machines');
    await visitor.page.getByText('Closed').nth(1).waitFor();
    await visitor.inspect();
  });

  it('lists the audit log, finds in it, and checks its chain', async () => {
    const visitor = await openAsAdmin(visit, '/audit');
    await visitor.page.getByRole('table').getByText('ADMIN_LOGIN').first().waitFor();
    await visitor.press('Check the chain');
    await visitor.sees(/^The chain is whole/);
    await visitor.inspect();
    await visitor.page.getByRole('table').getByText('Admin logged in').first().waitFor();
    await visitor.page.getByLabel('Event').selectOption('Daemon started');
    await visitor.page.getByRole('table').getByText('ADMIN_LOGIN').first().waitFor({ state: 'detached' });
    await visitor.page.getByRole('table').getByText('DAEMON_STARTED').first().waitFor();
  });

  it('gives the audit log as a file, whose last line is a signed head', async () => {
    const visitor = await openAsAdmin(visit, '/audit');
    const [download] = await Promise.all([visitor.page.waitForEvent('download'), visitor.press('Export')]);
    expect(download.suggestedFilename()).toMatch(/^waiaas-audit-[\d-]{10}\.ndjson$/);
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
    expect(JSON.parse(lines.at(0) ?? '')).toMatchObject({ id: 1 });
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ lastId: lines.length - 1, signature: expect.any(String) as string });
    await visitor.inspect();
  });

  it('has every page on a phone in the dark, without a barrier and without a sideways scroll', async () => {
    const visitor = await openAsAdmin(visit, '/', { colorScheme: 'dark', viewport: { width: 390, height: 844 } });
    for (const page of ['Overview', 'Approvals', 'Transactions', 'Wallets', 'Sessions', 'Network', 'Audit log', 'Settings']) {
      await visitor.press(/Menu/);
      await visitor.go(page);
      await visitor.isLoaded();
      expect([page, await visitor.page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([page, 390]);
      await visitor.inspect();
    }
  });

  it('says that the daemon does not answer, and goes on when it does again', async () => {
    const visitor = await openAsAdmin(visit, '/wallets');
    visitor.guard.expectNoAnswers();
    await visitor.sees('No wallet yet');
    const unreachable = /\/v1\/audit-logs/;
    await visitor.page.route(unreachable, (route) => route.abort());
    await visitor.go('Audit log');
    await visitor.sees('The daemon does not answer.');
    await visitor.page.unroute(unreachable);
    await visitor.press('Try again');
    await visitor.page.getByRole('table').getByText('ADMIN_LOGIN').first().waitFor();
  });
});

describe('the master password', () => {
  const NEXT = 'a new password, with ümlauts';
  let daemon: DaemonProcess;

  beforeAll(async () => {
    daemon = await DaemonProcess.start({ env: QUIET_LIMITS });
  });
  afterAll(() => daemon.dispose());

  it('of a first run is replaced from the overview, and the new one opens', async () => {
    const browser = await openBrowser();
    const visitor = await Visitor.arrive(browser, await daemon.url());
    try {
      await visitor.open('/');
      await visitor.logIn(await daemon.recoveryKey());
      await visitor.page.getByRole('link', { name: /^Replace the password/ }).click();
      await visitor.heading('Settings');
      await visitor.page.getByLabel('The password now').fill(await daemon.recoveryKey());
      await visitor.page.getByLabel('New password', { exact: true }).fill('short');
      await visitor.page.getByLabel('New password again').fill('short');
      await visitor.press('Change the password');
      await visitor.sees('That is shorter than 12 characters.');
      await visitor.inspect();
      await visitor.page.getByLabel('New password', { exact: true }).fill(NEXT);
      await visitor.page.getByLabel('New password again').fill(NEXT);
      await visitor.press('Change the password');
      await visitor.sees('Changed. It holds from now on.');
      await visitor.press('Log out');
      await visitor.heading('Admin login');
      await visitor.logIn(NEXT);
      await visitor.heading('Overview');
      expect(await visitor.leave()).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
