import { PASSWORD } from '@waiaas/daemon-e2e';
import type { BrowserContextOptions } from 'playwright-core';
import type { Dashboard } from './dashboard-test.js';
import type { Visitor } from './visitor.js';

/** Opens a page and logs in as the admin; ends when the login has. */
export async function openAsAdmin(visit: Dashboard['visit'], path: string, options?: BrowserContextOptions): Promise<Visitor> {
  const visitor = await visit(options);
  // A write that needs the password again is refused once, and said again with it.
  visitor.guard.expectRefusals(403);
  await visitor.open(path);
  await visitor.logIn(PASSWORD);
  await visitor.page.getByRole('button', { name: 'Log in', exact: true }).waitFor({ state: 'detached' });
  return visitor;
}

/** Types the password that a dangerous act asks for again; ends when that dialog is gone. */
export async function stepUp(visitor: Visitor): Promise<void> {
  const heading = visitor.page.getByRole('heading', { name: 'The password again' });
  await heading.waitFor();
  await visitor.page.getByRole('dialog').getByLabel('Master password').fill(PASSWORD);
  await visitor.press('Confirm');
  await heading.waitFor({ state: 'detached' });
}

/** Everything a page could leave behind, or show. */
export async function everythingOn(visitor: Visitor): Promise<string> {
  return visitor.page.evaluate(() => {
    const fields = [...document.querySelectorAll('input,textarea')].map((field) => (field as HTMLInputElement).value);
    return JSON.stringify([
      { ...sessionStorage },
      { ...localStorage },
      location.href,
      fields,
      document.documentElement.outerHTML,
    ]);
  });
}
