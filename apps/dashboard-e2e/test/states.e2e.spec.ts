import type { Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { enterAsAdmin } from '../src/admin-visit.js';
import { useLivedIn } from '../src/lived-in-test.js';
import { adminScreens, ownerScreens, type Screen } from '../src/screens.js';
import type { Visitor } from '../src/visitor.js';

/** Many screens, each of them slow, refused, cut short, and well again. */
const LONG_MS = 600_000;
/** Made of nothing that is read: there is nothing to wait for. */
const READS_NOTHING = new Set(['new-wallet', 'import-wallet']);
/** What has a state of its own on the page, as far as a screen waits for it. */
const WAITING = '#content [role=status][aria-label]';

type Mood = 'hangs' | 'fails' | 'breaks off' | 'answers';

/** An API in any mood. What hangs is answered in the mood that follows. */
class MoodyApi {
  #mood: Mood = 'answers';
  #hanging: Route[] = [];

  static async before({ page }: Visitor): Promise<MoodyApi> {
    const api = new MoodyApi();
    await page.route(/\/v1\/(?!events|owner\/events)/, (route) => api.#answer(route));
    return api;
  }

  async is(mood: Mood): Promise<void> {
    this.#mood = mood;
    const waiting = this.#hanging;
    this.#hanging = [];
    // Of a page that was left nobody waits for the answer.
    await Promise.all(waiting.map((route) => this.#answer(route).catch(() => undefined)));
  }

  async #answer(route: Route): Promise<void> {
    if (route.request().method() !== 'GET' || this.#mood === 'answers') return route.continue();
    if (this.#mood === 'hangs') return void this.#hanging.push(route);
    if (this.#mood === 'fails') return route.fulfill({ status: 503, json: { code: 'UNAVAILABLE', message: 'not now' } });
    return route.fulfill({ status: 200, contentType: 'application/json', body: '{"items":[{"id"' });
  }
}

const { world, arrive, arriveAsOwner } = useLivedIn();

/** Everything it meets is refused once. */
function prepared(visitor: Visitor): Visitor {
  visitor.guard.expectRefusals(403, 503);
  return visitor;
}

/** Presses all that offer to try again, until none does and nothing is wrong any more. */
async function tryAgain({ page }: Visitor): Promise<void> {
  const again = page.locator('#content').getByRole('button', { name: 'Try again' });
  await again.first().waitFor();
  await page.waitForFunction(() => {
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('#content button')];
    const open = buttons.filter(({ textContent }) => textContent === 'Try again');
    for (const button of open) button.click();
    return open.length === 0 && document.querySelector('#content [role=alert]') === null;
  });
}

async function passThrough(visitor: Visitor, api: MoodyApi, [name, path]: Screen): Promise<void> {
  const { page } = visitor;
  const is = async (what: string, wait: Promise<unknown>): Promise<void> => {
    await wait.catch(() => expect.fail(`${name}: ${what}`));
  };
  await api.is('hangs');
  await visitor.open(path);
  await is('says that it is loading', page.locator(WAITING).first().waitFor());
  await api.is('breaks off');
  await is('says that the answer broke off', page.locator('#content [role=alert]').first().waitFor());
  await is('keeps its heading', page.locator('#content h1').waitFor());
  await visitor.inspect();
  await api.is('answers');
  await is('comes back when it is asked to', tryAgain(visitor));
  await is('is whole', visitor.isLoaded());
}

describe('a daemon that hangs, breaks off, and comes back', () => {
  it(
    'leaves no screen of the admin empty or stuck',
    async () => {
      const visitor = await enterAsAdmin(prepared(await arrive()), '/');
      const api = await MoodyApi.before(visitor);
      for (const screen of adminScreens(world())) if (!READS_NOTHING.has(screen[0])) await passThrough(visitor, api, screen);
      expect(await visitor.leave()).toEqual([]);
    },
    LONG_MS,
  );

  it(
    'leaves no screen of an owner empty or stuck',
    async () => {
      const visitor = prepared(await arriveAsOwner());
      const api = await MoodyApi.before(visitor);
      for (const screen of ownerScreens(world())) await passThrough(visitor, api, screen);
      expect(await visitor.leave()).toEqual([]);
    },
    LONG_MS,
  );
});

describe('a daemon that fails after it answered', () => {
  it('leaves what was read, and says that it may be old', async () => {
    const visitor = await enterAsAdmin(prepared(await arrive()), '/wallets');
    const api = await MoodyApi.before(visitor);
    await visitor.page.getByRole('link', { name: 'Shopping agent' }).waitFor();
    await api.is('fails');
    await visitor.go('Sessions');
    await visitor.sees('Try again');
    await visitor.go('Wallets');
    await visitor.sees('What you see may be old');
    expect(await visitor.page.getByRole('link', { name: 'Shopping agent' }).count()).toBe(1);
    await visitor.inspect();
    await api.is('answers');
    await tryAgain(visitor);
    await visitor.seesNoMore('What you see may be old');
    expect(await visitor.leave()).toEqual([]);
  });
});
