import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { startLivedIn, type LivedInDaemon } from './screenshots/lived-in-daemon.js';
import { openBrowser, Visitor } from './visitor.js';

export interface LivedIn {
  readonly world: () => LivedInDaemon;
  readonly arrive: (options?: BrowserContextOptions) => Promise<Visitor>;
  /** With the owner's wallet in the browser, logged in by it, in the inbox. */
  readonly arriveAsOwner: (options?: BrowserContextOptions) => Promise<Visitor>;
}

/** For one file: a daemon in which something has happened on every screen, and a browser. */
export function useLivedIn(): LivedIn {
  let world: LivedInDaemon;
  let browser: Browser;
  beforeAll(async () => {
    world = await startLivedIn();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await world.stop();
  });
  const arrive = async (options?: BrowserContextOptions): Promise<Visitor> =>
    Visitor.arrive(browser, await world.daemon.url(), options);
  return {
    world: () => world,
    arrive,
    arriveAsOwner: async (options) => {
      const visitor = await arrive(options);
      await world.owner.inject(visitor);
      await visitor.open('/owner/login');
      await visitor.press('Log in with Test Ether');
      await visitor.heading('Approvals');
      return visitor;
    },
  };
}
