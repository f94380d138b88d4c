import { PASSWORD } from '@waiaas/daemon-e2e';
import type { BrowserContextOptions } from 'playwright-core';
import type { Dashboard } from './dashboard-test.js';
import type { Visitor } from './visitor.js';

/** Somebody with the master password, on one page. */
export async function openAsAdmin(dashboard: Dashboard, path: string, options?: BrowserContextOptions): Promise<Visitor> {
  const visitor = await dashboard.visit(options);
  // A write that needs the password again is refused once, and said again with it.
  visitor.guard.expectRefusals(403);
  await visitor.open(path);
  await visitor.page.locator('input[type=password]').fill(PASSWORD);
  await visitor.page.keyboard.press('Enter');
  return visitor;
}

/** Gives the password again where the page asks for it. */
export async function stepUp({ page }: Visitor): Promise<void> {
  await page.locator('input[type=password]').fill(PASSWORD);
  await page.keyboard.press('Enter');
}
