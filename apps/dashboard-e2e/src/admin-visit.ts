import { PASSWORD } from '@waiaas/daemon-e2e';
import type { BrowserContextOptions } from 'playwright-core';
import type { Dashboard } from './dashboard-test.js';
import type { Visitor } from './visitor.js';

// What journeys of an admin have in common, in any language: fields are found by what they are, not by what they are called.

/** Opens a page and logs in as the admin; ends when that page is there. */
export async function openAsAdmin(visit: Dashboard['visit'], path: string, options?: BrowserContextOptions): Promise<Visitor> {
  return enterAsAdmin(await visit(options), path);
}

export async function enterAsAdmin(visitor: Visitor, path: string): Promise<Visitor> {
  // A write that needs the password again is refused once, and said again with it.
  visitor.guard.expectRefusals(403);
  await visitor.open(path);
  await visitor.logIn(PASSWORD);
  await visitor.isInside();
  return visitor;
}

/** Types the password that a dangerous act asks for again; ends when that dialog is gone. */
export async function stepUp({ page }: Visitor): Promise<void> {
  const field = page.getByRole('dialog').locator('[name=step-up]');
  await field.fill(PASSWORD);
  await field.press('Enter');
  await field.waitFor({ state: 'detached' });
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
