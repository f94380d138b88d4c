import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { browserObstacle, launchBrowser } from '../src/harness/browser.js';
import { PASSWORD } from '../src/harness/installation.js';
import { LocalDaemon } from '../src/harness/local-daemon.js';
import { sayLoudly } from '../src/harness/project.js';

// A person is logged in as admin in one tab, and opens a page of an attacker in another. The page may run what it likes.

const obstacle = browserObstacle();
if (obstacle !== undefined) sayLoudly('The suite of the attacking page', obstacle);

let daemon: LocalDaemon;
let browser: Browser;
let context: BrowserContext;
let attacker: Server;
let attackerPort: number;
let page: Page;
let csrfToken: string;

interface State {
  readonly wallets: number;
  readonly refusals: number;
}
async function state(): Promise<State> {
  const wallets = await daemon.json('/v1/wallets');
  const report = await daemon.json('/v1/exposure');
  return {
    wallets: (wallets['items'] as readonly unknown[]).length,
    refusals: Number(report['originRefusals24h']) + Number(report['hostRefusals24h']),
  };
}

/** What the attacker's page learns of a request: a status, `opaque`, or that it failed. */
const tryFetch = (url: string, init: RequestInit) =>
  page.evaluate(
    async ([target, options]) => {
      try {
        const response = await fetch(target, options);
        return response.type === 'opaque' ? 'opaque' : `${response.status} ${await response.text()}`;
      } catch {
        return 'failed';
      }
    },
    [url, init] as const,
  );

describe.skipIf(obstacle !== undefined)('a page of somebody else, while an admin is logged in', () => {
  beforeAll(async () => {
    daemon = await LocalDaemon.start();
    attacker = createServer((_, response) =>
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>a nice page</title>'),
    );
    attacker.listen(0, '127.0.0.1');
    await once(attacker, 'listening');
    attackerPort = (attacker.address() as AddressInfo).port;
    browser = await launchBrowser();
    context = await browser.newContext();
    const admin = await context.newPage();
    await admin.goto(`${daemon.url}/admin/`);
    const login = await admin.evaluate(async (password) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch('/v1/admin/login', { method: 'POST', headers, body: JSON.stringify({ password }) });
      return { status: response.status, body: (await response.json()) as { csrfToken: string } };
    }, PASSWORD);
    expect(login.status).toBe(200);
    ({ csrfToken } = login.body);
    // The login is good: the same page, with its token, reads and writes.
    const own = await admin.evaluate(async (token) => {
      const response = await fetch('/v1/wallets', { headers: { 'x-waiaas-csrf': token } });
      return response.status;
    }, csrfToken);
    expect(own).toBe(200);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    attacker?.close();
    await daemon?.end();
  });

  // A stranger's site; another port of this very machine, which shares the cookies; a name that points here (DNS rebinding).
  describe.each([
    ['another site', () => `http://evil.test:${attackerPort}/`, () => daemon.url],
    ['another port of this machine', () => `http://127.0.0.1:${attackerPort}/`, () => daemon.url],
    ['localhost', () => `http://localhost:${attackerPort}/`, () => daemon.url],
    ['a rebound name', () => `http://evil.test:${attackerPort}/`, () => `http://rebound.test:${daemon.port}`],
  ])('from %s', (_, address, target) => {
    let before: State;
    beforeAll(async () => {
      page = await context.newPage();
      await page.goto(address());
    });
    afterAll(() => page.close());
    beforeEach(async () => {
      before = await state();
    });
    const nothingHappened = async () => expect((await state()).wallets).toBe(before.wallets);

    it('reads nothing with fetch, with or without credentials', async () => {
      for (const route of ['/v1/wallets', '/v1/exposure', '/health', '/v1/admin/session']) {
        expect(await tryFetch(`${target()}${route}`, { credentials: 'include' })).toBe('failed');
        expect(await tryFetch(`${target()}${route}`, { mode: 'no-cors', credentials: 'include' })).toBe('opaque');
      }
      expect((await state()).refusals).toBeGreaterThan(before.refusals);
    });

    it('writes nothing with fetch, even knowing the token of the login', async () => {
      const body = JSON.stringify({ name: 'stolen' });
      const url = `${target()}/v1/wallets`;
      const headers = { 'content-type': 'application/json', 'x-waiaas-csrf': csrfToken };
      expect(await tryFetch(url, { method: 'POST', credentials: 'include', headers, body })).toBe('failed');
      await tryFetch(url, {
        method: 'POST',
        mode: 'no-cors',
        credentials: 'include',
        headers: { 'content-type': 'text/plain' },
        body,
      });
      await nothingHappened();
    });

    it('writes nothing with a form, the old way', async () => {
      const tab = await context.newPage();
      await tab.goto(address());
      // Nobody waits for the page that leaves: what it was asked last may never be answered.
      const submitted = tab.evaluate((url) => {
        const form = document.createElement('form');
        Object.assign(form, { method: 'POST', action: url, enctype: 'text/plain' });
        const field = document.createElement('input');
        Object.assign(field, { name: '{"name":"stolen","x":"', value: '"}' });
        form.append(field);
        document.body.append(form);
        form.submit();
      }, `${target()}/v1/wallets`);
      submitted.catch(() => undefined);
      // The daemon tells that it came: it is refused before its body is read, and what a browser makes of that differs.
      await vi.waitUntil(async () => (await state()).refusals > before.refusals, { timeout: 30_000, interval: 100 });
      await nothingHappened();
    });

    it('hears nothing by EventSource, and opens no WebSocket', async () => {
      const outcome = await page.evaluate(async (host) => {
        const first = (source: EventTarget) =>
          new Promise<string>((resolve) => {
            for (const kind of ['open', 'message', 'error']) source.addEventListener(kind, () => resolve(kind), { once: true });
          });
        const stream = new EventSource(`http://${host}/v1/events`, { withCredentials: true });
        const socket = new WebSocket(`ws://${host}/v1/events`);
        const seen = await Promise.all([first(stream), first(socket)]);
        stream.close();
        socket.close();
        return seen;
      }, new URL(target()).host);
      expect(outcome).toEqual(['error', 'error']);
    });

    it('cannot put the pages of the daemon into its own', async () => {
      const frames = await page.evaluate(async (url) => {
        const frame = document.createElement('iframe');
        frame.src = url;
        const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
        document.body.append(frame);
        await loaded;
        return document.querySelectorAll('iframe').length;
      }, `${target()}/admin/`);
      expect(frames).toBe(1);
      const inside = page.frames().filter((frame) => frame !== page.mainFrame());
      for (const frame of inside) expect(await frame.content()).not.toContain('<main');
    });
  });
});
