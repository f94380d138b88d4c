import { expect } from 'vitest';
import type { Locator } from 'playwright-core';
import type { Visitor } from './visitor.js';

const MOST_STOPS = 150;

/** Somebody who has no mouse. Every stop on the way must show where they are. */
export class Keyboard {
  constructor(private readonly visitor: Visitor) {}

  /** Tab by tab to what is wanted, which must be reached. */
  async tabTo(target: Locator): Promise<void> {
    await target.waitFor();
    for (let stop = 0; stop < MOST_STOPS && !(await this.isAt(target)); stop += 1) {
      await this.press('Tab');
      await this.#seesWhereItIs();
    }
    expect(await this.isAt(target)).toBe(true);
  }

  async isAt(target: Locator): Promise<boolean> {
    return target.evaluate((element) => element === document.activeElement);
  }

  async press(key: string, times = 1): Promise<void> {
    for (let press = 0; press < times; press += 1) await this.visitor.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.visitor.page.keyboard.type(text);
  }

  /** Goes to a button or link and presses it. */
  async use(target: Locator): Promise<void> {
    await this.tabTo(target);
    await this.press('Enter');
  }

  async #seesWhereItIs(): Promise<void> {
    const unseen = await this.visitor.page.evaluate(() => {
      const at = document.activeElement;
      if (at === null || at === document.body) return null;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
      const isRinged = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      const { width, height } = at.getBoundingClientRect();
      // Marks of a dialog's ends have no size, and hand the focus on.
      return isRinged || width < 2 || height < 2 ? null : at.outerHTML.slice(0, 200);
    });
    expect(unseen).toBeNull();
  }
}
