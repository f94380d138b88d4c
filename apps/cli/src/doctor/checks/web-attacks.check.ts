import { probe } from '../http-probe.js';
import type { DoctorTarget } from '../target.js';
import { Check, type CheckResult, reasonOf } from '../verdict.js';

/** Resolves nowhere, so no web page can have it; the daemon refuses it like any other and does not count it. */
const NAME = 'waiaas-doctor.invalid';
const rebinding = new Check(
  'rebinding-host',
  'A web page can point its own name at 127.0.0.1; only the Host header tells it apart.',
);
const origin = new Check('foreign-origin', 'Any page you open in a browser can send requests to this machine.');
const forwarded = new Check(
  'forged-headers',
  'Forwarded headers are what anybody writes into them, unless the one proxy wrote them.',
);
const FOREIGN = 'Another program answers on this port, or the daemon is not the one of this version: see --url.';

const hostOf = (url: URL): string => url.host;

/** What a web page or a neighbour would try, tried. */
export async function checkWebAttacks(target: DoctorTarget): Promise<readonly CheckResult[]> {
  try {
    await probe(target.url, { path: '/health' });
  } catch (error) {
    return [rebinding, origin, forwarded].map((check) => check.skip(`nobody answers (${reasonOf(error)})`));
  }
  return Promise.all([checkRebinding(target.url), checkOrigin(target.url), checkForwarded(target.url)]);
}

async function statusOf(url: URL, path: string, headers: Readonly<Record<string, string>>): Promise<number> {
  try {
    return (await probe(url, { path, headers: { host: hostOf(url), ...headers } })).status;
  } catch {
    // Cut off is refused.
    return 0;
  }
}

async function checkRebinding(url: URL): Promise<CheckResult> {
  const plain = await statusOf(url, '/health', { host: NAME });
  const helped = await statusOf(url, '/health', { host: NAME, 'x-forwarded-host': hostOf(url), 'x-forwarded-for': NAME });
  const isRefused = [plain, helped].every((status) => status === 421 || status === 0);
  if (isRefused) return rebinding.pass('a request for another host is refused');
  return rebinding.fail(`a request for the host ${NAME} is answered with ${plain === 421 ? helped : plain}`, FOREIGN);
}

async function checkOrigin(url: URL): Promise<CheckResult> {
  const fromPage = await statusOf(url, '/v1/wallets', { origin: `https://${NAME}` });
  const crossSite = await statusOf(url, '/v1/wallets', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' });
  if (fromPage === 403 && crossSite === 403) return origin.pass('a request of a web page elsewhere is refused');
  return origin.fail(`a request of a web page elsewhere is answered with ${fromPage === 403 ? crossSite : fromPage}`, FOREIGN);
}

/** A route of master: 401 says that the role nobody vouched for was not looked at, 403 that it was believed. */
async function checkForwarded(url: URL): Promise<CheckResult> {
  const forged = { 'x-forwarded-for': NAME, 'x-forwarded-proto': 'https', 'x-waiaas-client-role': 'agent' };
  const status = await statusOf(url, '/v1/exposure', forged);
  if (status === 401) return forwarded.pass('what is written into forwarded headers is ignored');
  if (status !== 403) return forwarded.fail(`a request with forged forwarded headers is answered with ${status}`, FOREIGN);
  const fix =
    'Right when a proxy runs on this machine; its clients and every program here are then one. Else unset WAIAAS_SECURITY_TRUSTED_PROXIES.';
  return forwarded.warn('programs of this machine are believed as if they were the proxy', fix);
}
