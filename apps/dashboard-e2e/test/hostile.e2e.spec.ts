import { masterOf } from '@waiaas/daemon-e2e';
import type { Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { enterAsAdmin, openAsAdmin } from '../src/admin-visit.js';
import { useLivedIn } from '../src/lived-in-test.js';
import { adminScreens, ownerScreens, type Screen } from '../src/screens.js';
import { SCREENS, type Visitor } from '../src/visitor.js';

const LONG_MS = 600_000;
/** Turns the reading direction, hides, and would run if anything took it for more than text. */
const MEAN = '\u202Egpj.exe\u200B\u2066\u00AD<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>{name}';
const MEAN_10_KB = `${MEAN} ${'W'.repeat(10_000)}`;
/** Members that hold what strangers wrote: agents, tokens, callers, other programs. */
const FREE_TEXT = new Set([
  ...['name', 'walletName', 'label', 'symbol', 'amountSymbol', 'error', 'reason', 'suspensionReason', 'activatedBy'],
  ...['summary', 'problem', 'actor', 'details', 'changedBy', 'approvedBy', 'banners', 'eventType', 'peer', 'hint', 'memo'],
]);
/** The daemon's own words about itself. */
const OWN_WORDS = /\/(settings\/schema|policies\/types)$/;

function soiled(value: unknown, isFree: boolean): unknown {
  if (typeof value === 'string') return isFree ? MEAN_10_KB : value;
  if (Array.isArray(value)) return value.map((one) => soiled(one, isFree));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, soiled(one, isFree || FREE_TEXT.has(name))]));
}

async function soil(route: Route): Promise<void> {
  if (route.request().method() !== 'GET' || OWN_WORDS.test(new URL(route.request().url()).pathname)) return route.continue();
  // The browser's own mark is not among the headers that a fetch from outside of the page repeats. Like a browser it asks again where a
  // connection it had kept was being closed at that moment.
  const headers = { ...route.request().headers(), 'sec-fetch-site': 'same-origin' };
  const response = await route.fetch({ headers, maxRetries: 2 });
  if (!(response.headers()['content-type'] ?? '').includes('json')) return route.fulfill({ response });
  return route.fulfill({ response, json: soiled(await response.json(), false) });
}

/** What a page made of it: nothing that ran, nothing that hides, nothing endless, nothing pushed out of sight. */
const LOOK = `(() => {
  const hidden = /[\\u00AD\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u2069\\uFEFF]/;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [document.title];
  while (walker.nextNode()) texts.push(walker.currentNode.data);
  for (const element of document.querySelectorAll('[title],[aria-label],[alt]'))
    texts.push(...['title', 'aria-label', 'alt'].map((name) => element.getAttribute(name) ?? ''));
  return {
    ran: window.pwned ?? 0,
    elements: document.querySelectorAll('img, body script, iframe, object').length,
    hiding: texts.filter((text) => hidden.test(text)).map((text) => text.slice(0, 80)),
    endless: texts.filter((text) => text.length > 5000).length,
    broken: document.querySelectorAll('#content [role=alert]').length,
    tooWide: document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
      [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
        .map((one) => one.outerHTML.slice(0, 160)).slice(0, 4),
  };
})()`;
const HARMLESS = { ran: 0, elements: 0, hiding: [], endless: 0, broken: 0, tooWide: [] };

const { world, arrive, arriveAsOwner } = useLivedIn();

/** Gives how often it was seen for what it is. */
async function walk(visitor: Visitor, screens: readonly Screen[]): Promise<number> {
  let seen = 0;
  const found: Record<string, unknown> = {};
  for (const [name, path] of screens) {
    await visitor.open(path);
    await visitor.isInside();
    await visitor.isLoaded();
    // What is folded is opened: details of the audit log, figures below a chart.
    await visitor.page.evaluate(() => document.querySelectorAll('details').forEach((part) => (part.open = true)));
    found[name] = await visitor.page.evaluate(LOOK);
    await visitor.inspect();
    seen += await visitor.page.getByText('⟨U+202E⟩gpj.exe').count();
    const out = process.env['HOSTILE_SHOTS'];
    if (out !== undefined) await visitor.page.screenshot({ path: `${out}/${name}.png`, fullPage: true });
  }
  expect(found).toEqual(Object.fromEntries(screens.map(([name]) => [name, HARMLESS])));
  return seen;
}

describe.each(['phone', 'desk'] as const)('text of strangers in every answer, on a %s', (screen) => {
  const options = { viewport: SCREENS[screen] };

  it(
    'is plain, short and seen for what it is on every screen of the admin',
    async () => {
      const visitor = await enterAsAdmin(await arrive(options), '/');
      await visitor.page.route(/\/v1\/(?!events)/, soil);
      expect(await walk(visitor, adminScreens(world()))).toBeGreaterThan(30);
      expect(await visitor.leave()).toEqual([]);
    },
    LONG_MS,
  );

  it(
    'is plain, short and seen for what it is on every screen of an owner',
    async () => {
      const visitor = await arriveAsOwner(options);
      await visitor.page.route(/\/v1\/(?!owner\/events)/, soil);
      expect(await walk(visitor, ownerScreens(world()))).toBeGreaterThan(3);
      expect(await visitor.leave()).toEqual([]);
    },
    LONG_MS,
  );
});

describe('text of strangers that the daemon itself keeps', () => {
  it('comes back as it was given, and is shown for what it is', async () => {
    const master = await masterOf(world().daemon);
    const name = MEAN.slice(0, 100);
    const made = await master.must(201, master.post<{ id: string }>('/v1/wallets', { name, chain: 'ethereum' }));
    await master.must(201, master.post('/v1/sessions', { walletId: made.id, label: name }));
    const visitor = await openAsAdmin(arrive, `/wallets/${made.id}`, { viewport: SCREENS.phone });
    await visitor.page.getByRole('heading', { level: 1, name: /⟨U\+202E⟩gpj\.exe⟨U\+200B⟩/ }).waitFor();
    await visitor.isLoaded();
    expect(await visitor.page.evaluate(LOOK)).toEqual(HARMLESS);
    await visitor.inspect();
    await visitor.open('/sessions');
    await visitor.isInside();
    await visitor.sees(/⟨U\+202E⟩gpj\.exe/);
    expect(await visitor.page.evaluate(LOOK)).toEqual(HARMLESS);
    await master.must(200, master.post(`/v1/transactions/${world().waitingId}/reject`, { reason: MEAN }));
    await visitor.open(`/transactions/${world().waitingId}`);
    await visitor.sees(/gpj\.exe/);
    expect(await visitor.page.evaluate(LOOK)).toEqual(HARMLESS);
    expect(await visitor.leave()).toEqual([]);
  });
});
