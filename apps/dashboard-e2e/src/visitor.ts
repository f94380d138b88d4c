import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { PageGuard } from './page-guard.js';

const CHROMIUM = '/usr/bin/chromium';
const WAIT_MS = 20_000;

export const SCREENS = { desk: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } } as const;

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
  });
}

/** Somebody at a browser of their own. What the guard saw is looked at when they leave. */
export class Visitor {
  private constructor(
    readonly origin: string,
    readonly context: BrowserContext,
    readonly page: Page,
    readonly guard: PageGuard,
  ) {}

  static async arrive(browser: Browser, origin: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: SCREENS.desk,
      locale: 'en-GB',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
      ...options,
    });
    context.setDefaultTimeout(WAIT_MS);
    const guard = await PageGuard.over(context, origin);
    return new Visitor(origin, context, await context.newPage(), guard);
  }

  async open(path: string): Promise<void> {
    await this.page.goto(`${this.origin}/admin${path}`);
  }

  async heading(name: string): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name }).waitFor();
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name }).click();
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  /** Waits for the screen to be there, and looks for barriers. */
  async inspect(): Promise<void> {
    await this.guard.inspect(this.page);
  }

  async logIn(password: string): Promise<void> {
    await this.page.getByLabel('Master password').fill(password);
    await this.press('Log in');
  }

  /** Leaves. Gives what was wrong on the way. */
  async leave(): Promise<readonly string[]> {
    await this.context.close();
    return this.guard.problems;
  }
}
