import { gzipSync } from 'node:zlib';
import { PASSWORD } from '@waiaas/daemon-e2e';
import { startAnvil } from '@waiaas/testing';
import type { Browser } from 'playwright-core';
import { MANY_TRANSACTIONS, MANY_WALLETS, startWithManyRows } from '../many-rows-daemon.js';
import { freePort, startNginx } from '../nginx-front.js';
import { openBrowser, Visitor } from '../visitor.js';
import { lighthouseScores, type PageScore } from './lighthouse.js';

// `npm run bench:dashboard`: what the first load weighs, how long a press takes until it is seen on the longest lists, and what
// Lighthouse says of four pages; all of it behind the nginx that ships, with the built files.
const BUDGET_BYTES = 150_000;
const BUDGET_MS = 200;
const PAGES = 12;
/** Of one page of transactions. */
const ROWS = 20;
const LEAST_SCORE = 95;

const OBSERVE = `window.interactions = [];
new PerformanceObserver((list) => {
  for (const { interactionId, duration } of list.getEntries()) if (interactionId > 0) window.interactions.push(duration);
}).observe({ type: 'event', durationThreshold: 16, buffered: true });`;

/** Scripts and styles of the first page, as they travel compressed. */
async function weighFirstLoad(visitor: Visitor): Promise<number> {
  const weights: Promise<number>[] = [];
  visitor.page.on('response', (response) => {
    if (['script', 'stylesheet'].includes(response.request().resourceType())) {
      weights.push(response.body().then((body) => gzipSync(body, { level: 9 }).length));
    }
  });
  await visitor.open('/login');
  await visitor.heading('Admin login');
  return (await Promise.all(weights)).reduce((sum, weight) => sum + weight, 0);
}

/** The longest time from an event to the next paint; interactions below 16 ms are not reported by the browser. */
async function longestInteraction(visitor: Visitor): Promise<number> {
  // One more frame, so that the last of them is in.
  await visitor.page.evaluate('new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100)))');
  const durations = await visitor.page.evaluate<number[]>('window.interactions.splice(0)');
  return Math.max(0, ...durations);
}

async function pageThrough(visitor: Visitor): Promise<number> {
  await visitor.page.getByRole('link', { name: 'Transactions', exact: true }).click();
  for (let page = 1; page <= PAGES; page += 1) {
    await visitor.sees(`${String((page - 1) * ROWS + 1)}–${String(page * ROWS)} of ${String(MANY_TRANSACTIONS + 1)}`);
    await visitor.press('Next');
  }
  return longestInteraction(visitor);
}

async function searchWallets(visitor: Visitor): Promise<number> {
  await visitor.page.getByRole('link', { name: 'Wallets', exact: true }).click();
  await visitor.page.getByLabel('Find by name, address or id').pressSequentially(`wallet ${String(MANY_WALLETS)}`);
  await visitor.page.getByRole('link', { name: `wallet ${String(MANY_WALLETS)}` }).waitFor();
  return longestInteraction(visitor);
}

function tell(name: string, value: number, { unit, most }: { readonly unit: string; readonly most: number }): void {
  process.stdout.write(`${name.padEnd(48)} ${value.toFixed(1).padStart(8)} ${unit}  (at most ${String(most)})\n`);
  if (value > most) process.exitCode = 1;
}

async function weigh(browser: Browser, origin: string): Promise<void> {
  const visitor = await Visitor.arrive(browser, origin, { ignoreHTTPSErrors: true });
  await visitor.context.addInitScript({ content: OBSERVE });
  const bytes = await weighFirstLoad(visitor);
  tell('first load, scripts and styles, gzip', bytes / 1000, { unit: 'kB', most: BUDGET_BYTES / 1000 });
  await visitor.logIn(PASSWORD);
  await visitor.heading('Overview');
  await longestInteraction(visitor);
  const milliseconds = { unit: 'ms', most: BUDGET_MS };
  tell(`longest press to paint, ${String(MANY_TRANSACTIONS)} transactions`, await pageThrough(visitor), milliseconds);
  tell(`longest key to paint, ${String(MANY_WALLETS)} wallets`, await searchWallets(visitor), milliseconds);
  await visitor.leave();
}

function tellScores({ name, scores, paint, blocked, shift, lost }: PageScore): void {
  const words = Object.entries(scores).map(([category, score]) => `${category} ${String(score)}`);
  const times = `largest paint ${(paint / 1000).toFixed(1)} s, blocked ${blocked.toFixed(0)} ms, shift ${shift.toFixed(3)}`;
  process.stdout.write(`${name.padEnd(14)} ${words.join(', ')}  (at least ${String(LEAST_SCORE)}; ${times})\n`);
  if (lost.length > 0) process.stdout.write(`${' '.repeat(15)}to mend: ${lost.join(', ')}\n`);
  if (Object.values(scores).some((score) => score < LEAST_SCORE)) process.exitCode = 1;
}

const port = await freePort();
const origin = `https://localhost:${String(port)}`;
const anvil = await startAnvil({ chainId: 11155111 });
const daemon = await startWithManyRows(anvil, {
  WAIAAS_SECURITY_ALLOWED_HOSTS: `localhost:${String(port)}`,
  WAIAAS_SECURITY_TRUSTED_PROXIES: '127.0.0.1',
});
const stopNginx = await startNginx(port, new URL(await daemon.url()).host);
try {
  const browser = await openBrowser();
  await weigh(browser, origin).finally(() => browser.close());
  const scores = await lighthouseScores(origin, PASSWORD);
  if (scores === undefined) process.stdout.write('Lighthouse: NOT MEASURED, the package cannot be had\n');
  scores?.forEach(tellScores);
} finally {
  await stopNginx();
  await daemon.dispose();
  await anvil.stop();
}
