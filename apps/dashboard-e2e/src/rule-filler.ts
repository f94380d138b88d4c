import type { Locator, Page } from 'playwright-core';

const named = (page: Page, name: string): Locator => page.locator(`[name="${name}"]`);

async function fillOne(page: Page, name: string, value: unknown): Promise<void> {
  const field = named(page, name);
  const unit = named(page, `${name}.unit`);
  if ((await unit.count()) > 0) await unit.selectOption('1');
  const kind = await field.evaluate((element) => (element instanceof HTMLInputElement ? element.type : element.localName));
  if (kind === 'select') await field.selectOption(String(value));
  else if (kind === 'checkbox') await field.setChecked(value === true);
  else await field.fill(String(value));
}

async function fillDays(page: Page, days: readonly unknown[]): Promise<void> {
  for (let day = 0; day < 7; day += 1) {
    await page.locator(`[name="rules.allowed_days"][value="${String(day)}"]`).setChecked(days.includes(day));
  }
}

async function addEntry(page: Page, name: string): Promise<void> {
  const list = page.locator('fieldset').filter({ has: page.locator(`[name^="${name}."]`) });
  await list
    .last()
    .getByRole('button', { name: /^Add: / })
    .last()
    .click();
}

async function fillList(page: Page, name: string, list: readonly unknown[]): Promise<void> {
  for (const [index, entry] of list.entries()) {
    const place = `${name}.${String(index)}`;
    if ((await page.locator(`[name^="${place}"]`).count()) === 0) await addEntry(page, name);
    await fillRules(page, entry, place);
  }
}

/** Types rules into the form as a person does, whatever their shape: every field is found by the name of its member. */
export async function fillRules(page: Page, rules: unknown, name = 'rules'): Promise<void> {
  if (name === 'rules.allowed_days') return fillDays(page, rules as readonly unknown[]);
  if (Array.isArray(rules)) return fillList(page, name, rules);
  if (typeof rules !== 'object' || rules === null) return fillOne(page, name, rules);
  for (const [member, value] of Object.entries(rules)) await fillRules(page, value, `${name}.${member}`);
}
