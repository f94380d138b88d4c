import { describe, expect, it } from 'vitest';
import { openAsAdmin } from '../src/admin-visit.js';
import { useDashboard } from '../src/dashboard-test.js';

const { visit } = useDashboard();

/** The file that draws; everything else should be on its way before it is here. */
const DRAWS = /\/assets\/start-[\w-]+\.js$/;
const FRAME = ['/v1/events', '/v1/admin/kill-switch', '/v1/admin/status'];

interface Gate {
  readonly passed: Promise<void>;
  readonly open: () => void;
}

function gate(): Gate {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open: () => open() };
}

describe('a page that is opened', () => {
  it.each([
    ['/', FRAME],
    ['/transactions', [...FRAME, '/v1/admin/transactions?limit=20']],
    ['/approvals', [...FRAME, '/v1/admin/transactions?status=QUEUED&limit=50', '/v1/wallets']],
  ])('%s asks for what it reads before it can draw, and shows what it was told', async (path, wanted) => {
    const visitor = await openAsAdmin(visit, '/settings');
    const { page } = visitor;
    const [held, release] = [gate(), gate()];
    await page.route(DRAWS, async (route) => {
      held.open();
      await release.passed;
      await route.continue();
    });
    const asked: string[] = [];
    page.on('request', (request) => void asked.push(request.url().replace(visitor.origin, '')));
    const answers = wanted.slice(1).map((read) => page.waitForResponse((response) => response.url().endsWith(read)));
    await page.goto(`${visitor.origin}/admin${path}`, { waitUntil: 'commit' });
    await held.passed;
    await Promise.all(answers);
    // The page before may still have been answered when this one began.
    await expect.poll(() => asked, { timeout: 30_000 }).toEqual(expect.arrayContaining(wanted));
    expect(await page.locator('#root').innerText()).toBe('WAIaaS');
    // Whoever was told early needs nobody to tell it again.
    await page.route(/\/v1\/(?!events)/, (route) =>
      wanted.includes(route.request().url().replace(visitor.origin, '')) ? route.abort() : route.continue(),
    );
    visitor.guard.expectNoAnswers();
    release.open();
    await visitor.isInside();
    await visitor.isLoaded();
    expect(await page.locator('#content [role=alert]').count()).toBe(0);
  });

  it('asks for nothing that needs a login without one', async () => {
    const visitor = await visit();
    const asked: string[] = [];
    visitor.page.on('request', (request) => void asked.push(new URL(request.url()).pathname));
    await visitor.open('/transactions');
    await visitor.heading('Admin login');
    expect(asked.filter((path) => path.startsWith('/v1/'))).toEqual([]);
  });
});
