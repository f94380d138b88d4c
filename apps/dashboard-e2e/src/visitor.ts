import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from 'playwright-core';
import { PageGuard } from './page-guard.js';

const CHROMIUM = '/usr/bin/chromium';
/** Longer than the longest pause of the page itself, half a minute, on a machine that does other things too. */
const WAIT_MS = 50_000;
/** Not `:visible`: a page under a dialog is still there. */
const OUTSIDE_DIALOGS = ':not([role=dialog] *)';

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

  /** Goes to a page as a link does: one that is loaded anew would ask for the login. Ends when the page before is gone. */
  async jump(path: string): Promise<void> {
    await this.page.evaluate((to) => {
      document.querySelector('#content h1')?.setAttribute('data-before', document.title);
      history.pushState({}, '', to);
      dispatchEvent(new PopStateEvent('popstate'));
    }, `/admin${path}`);
    await this.page.waitForFunction(() => {
      const heading = document.querySelector('#content h1');
      const before = heading?.getAttribute('data-before') ?? null;
      return heading !== null && (before === null || before !== document.title);
    });
  }

  /** A page of the menu. */
  async go(name: string): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
    await this.heading(name);
  }

  async heading(name: string | RegExp): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  }

  /** A button of the page. One of the same name in a dialog that just closes is none of it. */
  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true }).and(this.page.locator(OUTSIDE_DIALOGS));
  }

  async press(name: string | RegExp): Promise<void> {
    await this.button(name).click();
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  /** Presses a button of the open dialog. */
  async answer(name: string | RegExp): Promise<void> {
    await this.dialog.getByRole('button', { name, exact: true }).click();
  }

  /** Waits until no dialog is there any more. */
  async isAnswered(): Promise<void> {
    await this.page.locator('[role=dialog]').first().waitFor({ state: 'detached' });
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }

  async seesNoMore(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor({ state: 'detached' });
  }

  /** Looks for barriers. */
  async inspect(): Promise<void> {
    await this.guard.inspect(this.page);
  }

  /** Types the password of the login, and sends it. Whether it opens is another question. */
  async logIn(password: string): Promise<void> {
    const field = this.page.locator('main:not(#content) input[type=password]');
    await field.fill(password);
    await field.press('Enter');
  }

  /** Waits until a page behind a login is there. */
  async isInside(): Promise<void> {
    await this.page.locator('#content h1').waitFor();
  }

  /** Waits until nothing of the page is on its way. */
  async isLoaded(): Promise<void> {
    await this.page.locator('#content [role=status][aria-label]').first().waitFor({ state: 'detached' });
  }

  /** Leaves. Gives what was wrong on the way. */
  async leave(): Promise<readonly string[]> {
    // A request that a test answers itself may be on its way still.
    await this.page.unrouteAll({ behavior: 'ignoreErrors' });
    await this.context.close();
    return this.guard.problems;
  }
}
