import { api, type Call } from '../lib/api-client';
import { catalogues } from '../lib/catalogues';
import { EVENT_STREAM } from '../lib/event-stream';
import { loginStore } from '../lib/login-store';
import { preferences } from '../lib/preferences';
import { adminPages, loginPages, pageAt, sharedPages, type PageFile } from './pages';

/** The frame around every admin's page asks these; what happens meanwhile is in the stream, which is opened first. */
const FRAME_READS: readonly (readonly [string, Call])[] = [
  ['/v1/events', { as: 'admin', headers: EVENT_STREAM }],
  ['/v1/admin/kill-switch', { as: 'public' }],
  ['/v1/admin/status', { as: 'admin' }],
];

/** Whoever needs a file asks for it again, and hears of a failure there. */
function fetchSoon(file: Promise<unknown>): void {
  void file.catch(() => undefined);
}

const fetchCatalogue = (): void => fetchSoon(catalogues[preferences.get().language]());

/** A page behind a login leads to that login. */
function openLogin(pathname: string, isShared: boolean): void {
  const page = pageAt(loginPages, pathname) ?? pageAt(loginPages, isShared ? '/owner/login' : '/login');
  if (page !== undefined) fetchSoon(page.load());
  if (page?.needsCatalogue === true || preferences.get().language !== 'en') fetchCatalogue();
}

function openPage(page: PageFile | undefined, isShared: boolean): void {
  fetchCatalogue();
  fetchSoon(isShared ? import('./layout/owner-layout') : import('./layout/shell-layout'));
  if (page !== undefined) fetchSoon(page.load());
}

/** An address that says more than which page it is asks for something else than that page does. */
function beginReads(page: PageFile | undefined): void {
  for (const [path, call] of FRAME_READS) api.begin(path, call);
  for (const path of page?.reads ?? []) api.begin(path, { as: 'admin' });
}

/**
 * Files and first reads of the page that is opened, all at once instead of one after the other. It only asks early: a wrong guess costs
 * bytes, never a page, since the router asks for everything by itself.
 */
export function beginOpening({ pathname, search }: Pick<Location, 'pathname' | 'search'>): void {
  const { admin, owner } = loginStore.get();
  const shared = pageAt(sharedPages, pathname);
  const isShared = shared !== undefined;
  const page = shared ?? pageAt(adminPages, pathname);
  // An owner's login in this tab comes first on shared pages, and reads what nobody here knows.
  const reader = isShared ? (owner ?? admin) : admin;
  if (reader === undefined) return openLogin(pathname, isShared);
  openPage(page, isShared);
  if (reader !== admin) return;
  beginReads(search === '' ? page : undefined);
}
