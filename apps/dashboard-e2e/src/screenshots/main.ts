import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { enterAsAdmin } from '../admin-visit.js';
import { adminScreens, ownerScreens, type Screen } from '../screens.js';
import { openBrowser, SCREENS, Visitor } from '../visitor.js';
import { startLivedIn, type LivedInDaemon } from './lived-in-daemon.js';

// `npm run screenshots -- [--out DIR] [--only NAME] [--language ko]`: every screen, on a desk and a phone, light and dark.
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'test-results/screenshots' },
    only: { type: 'string', default: '' },
    language: { type: 'string', default: 'en' },
  },
});

interface Look {
  readonly screen: keyof typeof SCREENS;
  readonly theme: 'light' | 'dark';
}

/** As high as the page: what is out of sight is not drawn, not even for a picture of all. */
async function showWhole({ page }: Visitor, width: number): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(height, page.viewportSize()?.height ?? 0) });
}

async function take(visitor: Visitor, shots: readonly Screen[], { screen, theme }: Look): Promise<void> {
  for (const [name, page] of shots.filter(([shot]) => shot.includes(values.only))) {
    await visitor.open(page);
    await visitor.page.getByRole('heading', { level: 1 }).waitFor();
    // Nothing is on its way any more.
    await visitor.page.locator('[role=status].grid').first().waitFor({ state: 'detached' });
    const file = path.join(values.out, `${name}-${screen}-${theme}.png`);
    await showWhole(visitor, SCREENS[screen].width);
    await visitor.page.screenshot({ path: file, fullPage: true });
    await visitor.page.setViewportSize(SCREENS[screen]);
    process.stdout.write(`${file}\n`);
  }
}

async function arrive(browser: Browser, world: LivedInDaemon, { screen, theme }: Look): Promise<Visitor> {
  const locale = values.language === 'ko' ? 'ko-KR' : 'en-GB';
  return Visitor.arrive(browser, await world.daemon.url(), { viewport: SCREENS[screen], colorScheme: theme, locale });
}

async function walk(browser: Browser, world: LivedInDaemon, look: Look): Promise<void> {
  const admin = await arrive(browser, world, look);
  await take(admin, [['login', '/login']], look);
  await enterAsAdmin(admin, '/');
  await take(admin, adminScreens(world), look);
  await admin.leave();
  const owner = await arrive(browser, world, look);
  await world.owner.inject(owner);
  await take(owner, [['owner-login', '/owner/login']], look);
  await owner.open('/owner/login');
  await owner.page.getByRole('button', { name: /Test Ether/ }).click();
  await owner.page.waitForURL(/approvals/);
  await take(owner, ownerScreens(world), look);
  await owner.leave();
}

await mkdir(values.out, { recursive: true });
const world = await startLivedIn();
const browser = await openBrowser();
try {
  for (const screen of ['desk', 'phone'] as const) {
    for (const theme of ['light', 'dark'] as const) await walk(browser, world, { screen, theme });
  }
} finally {
  await browser.close();
  await world.stop();
}
