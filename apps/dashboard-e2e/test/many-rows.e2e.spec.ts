import type { DaemonProcess } from '@waiaas/daemon-e2e';
import { startAnvil, type AnvilNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterAsAdmin } from '../src/admin-visit.js';
import { MANY_TRANSACTIONS, MANY_WALLETS, startWithManyRows } from '../src/many-rows-daemon.js';
import { openBrowser, Visitor } from '../src/visitor.js';

describe('an installation after years', () => {
  let anvil: AnvilNode;
  let daemon: DaemonProcess;

  beforeAll(async () => {
    anvil = await startAnvil({ chainId: 11155111 });
    daemon = await startWithManyRows(anvil);
  });
  afterAll(async () => {
    await daemon.dispose();
    await anvil.stop();
  });

  it('shows its lists by pages, finds the last of them, and never draws them all', async () => {
    const browser = await openBrowser();
    const visitor = await Visitor.arrive(browser, await daemon.url());
    const rows = visitor.page.getByRole('table').getByRole('row');
    try {
      await enterAsAdmin(visitor, '/transactions');
      await visitor.sees(`1–20 of ${String(MANY_TRANSACTIONS + 1)}`);
      expect(await rows.count()).toBe(21);
      await visitor.press('Next');
      await visitor.sees(`21–40 of ${String(MANY_TRANSACTIONS + 1)}`);
      expect(await rows.count()).toBe(21);
      await visitor.go('Wallets');
      await rows.nth(50).waitFor();
      expect(await rows.count()).toBe(51);
      await visitor.page.getByLabel('Find by name, address or id').fill(`wallet ${String(MANY_WALLETS)}`);
      await visitor.page.getByRole('link', { name: `wallet ${String(MANY_WALLETS)}` }).waitFor();
      await rows.nth(2).waitFor({ state: 'detached' });
      await visitor.inspect();
      expect(await visitor.leave()).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
