import { describe, expect, it } from 'vitest';
import { enterAsAdmin } from '../src/admin-visit.js';
import { useLivedIn } from '../src/lived-in-test.js';
import { adminScreens, ownerScreens, type Screen } from '../src/screens.js';
import type { Visitor } from '../src/visitor.js';

const LONG_MS = 300_000;
/** To this width a page must reflow, WCAG 1.4.10: 1280 px at four times the size. */
const NARROWEST = { width: 320, height: 640 };
const DESK = { width: 1280, height: 860 };

const { world, arrive, arriveAsOwner } = useLivedIn();

/** What is wider than its place, and what stands alone and is smaller than WCAG 2.5.8 wants it. */
async function misfitsOn({ page }: Visitor): Promise<readonly string[]> {
  return page.evaluate(() => {
    const isWide = document.documentElement.scrollWidth > innerWidth ? ['the page'] : [];
    const cards = [...document.querySelectorAll('.card')].filter((card) => card.scrollWidth > card.clientWidth + 1);
    const isSmall = (element: Element): boolean => {
      const { width, height } = element.getBoundingClientRect();
      return width > 0 && getComputedStyle(element).display !== 'inline' && (width < 24 || height < 24);
    };
    const targets = [...document.querySelectorAll('#content :is(a, button, summary, select)')].filter(isSmall);
    const named = (element: Element): string => `${element.tagName}: ${(element.textContent ?? '').slice(0, 40)}`;
    return [...isWide, ...cards.map(named), ...targets.map(named)];
  });
}

async function misfitsOf(visitor: Visitor, screens: readonly Screen[]): Promise<Readonly<Record<string, readonly string[]>>> {
  const found: Record<string, readonly string[]> = {};
  for (const [name, path] of screens) {
    await visitor.open(path);
    await visitor.isInside();
    await visitor.isLoaded();
    const misfits = await misfitsOn(visitor);
    if (misfits.length > 0) found[name] = misfits;
  }
  return found;
}

describe.each([NARROWEST, DESK])('on $width px', (viewport) => {
  it(
    'every screen of the admin fits, and everything on it can be hit',
    async () => {
      const visitor = await enterAsAdmin(await arrive({ viewport }), '/');
      expect(await misfitsOf(visitor, adminScreens(world()))).toEqual({});
      expect(await visitor.leave()).toEqual([]);
    },
    LONG_MS,
  );

  it(
    'every screen of an owner fits, and everything on it can be hit',
    async () => {
      const visitor = await arriveAsOwner({ viewport });
      expect(await misfitsOf(visitor, ownerScreens(world()))).toEqual({});
      expect(await visitor.leave()).toEqual([]);
    },
    LONG_MS,
  );
});
