import { DaemonProcess, PASSWORD, QUIET_LIMITS } from '@waiaas/daemon-e2e';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { openBrowser, Visitor } from './visitor.js';

export interface Dashboard {
  readonly daemon: () => DaemonProcess;
  readonly visit: (options?: BrowserContextOptions) => Promise<Visitor>;
}

/** A daemon and a browser for one file. Every test fails on a violation, a console error, a barrier or a foreign request. */
export function useDashboard(env: () => Promise<Readonly<Record<string, string>>> = () => Promise.resolve({})): Dashboard {
  let daemon: DaemonProcess;
  let browser: Browser;
  let visitors: Visitor[] = [];
  beforeAll(async () => {
    daemon = await DaemonProcess.start({ env: { WAIAAS_MASTER_PASSWORD: PASSWORD, ...QUIET_LIMITS, ...(await env()) } });
    browser = await openBrowser();
  });
  afterEach(async () => {
    const leaving = visitors;
    visitors = [];
    const problems = await Promise.all(leaving.map((visitor) => visitor.leave()));
    expect(problems.flat()).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await daemon.dispose();
  });
  return {
    daemon: () => daemon,
    visit: async (options) => {
      const visitor = await Visitor.arrive(browser, await daemon.url(), options);
      visitors.push(visitor);
      return visitor;
    },
  };
}
