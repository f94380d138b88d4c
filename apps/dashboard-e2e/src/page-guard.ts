import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const VIOLATION = 'content security policy violation';
/** What Chromium itself writes for every answer that is a refusal. */
const REFUSAL = /^Failed to load resource: the server responded with a status of (\d+)/;
const NO_ANSWER = /^Failed to load resource: net::ERR_/;

const REPORT_VIOLATIONS = `addEventListener('securitypolicyviolation', (event) =>
  console.error('${VIOLATION}', event.violatedDirective, event.blockedURI, event.sample));`;

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** Collects what must never happen on a page: violations, errors in the console, requests to anybody else, barriers. */
export class PageGuard {
  readonly problems: string[] = [];
  readonly #refusals = new Set<number>();
  #mayBeOffline = false;

  static async over(context: BrowserContext, origin: string): Promise<PageGuard> {
    const guard = new PageGuard();
    await context.addInitScript({ content: REPORT_VIOLATIONS });
    context.on('page', (page) => guard.#watch(page, origin));
    return guard;
  }

  /** Refusals of this kind are what the test is about. */
  expectRefusals(...statuses: readonly number[]): void {
    for (const status of statuses) this.#refusals.add(status);
  }

  expectNoAnswers(): void {
    this.#mayBeOffline = true;
  }

  /** What stands in the way of people who cannot see well, or use no mouse. */
  async inspect(page: Page): Promise<void> {
    await page.evaluate(AXE);
    const { violations } = await page.evaluate<AxeResult>(
      `axe.run(document, { runOnly: ${JSON.stringify(WCAG)}, resultTypes: ['violations'] })`,
    );
    for (const { id, help, nodes } of violations) {
      const where = nodes.map(({ html, failureSummary = '' }) => `${html} ${failureSummary}`).join('\n');
      this.problems.push(`${page.url()}: ${id}, ${help}\n${where}`);
    }
  }

  #watch(page: Page, origin: string): void {
    page.on('pageerror', (error) => this.problems.push(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !this.#isExpected(message.text())) this.problems.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(`${origin}/`) && !url.startsWith('data:')) this.problems.push(`foreign request: ${url}`);
    });
  }

  #isExpected(text: string): boolean {
    const [, status] = REFUSAL.exec(text) ?? [];
    return (status !== undefined && this.#refusals.has(Number(status))) || (this.#mayBeOffline && NO_ANSWER.test(text));
  }
}
