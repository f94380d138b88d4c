import { once } from 'node:events';
import { connect, type ConnectionOptions } from 'node:tls';
import { type DoctorTarget, hostOf, portOf } from '../target.js';
import { Check, type CheckResult, reasonOf } from '../verdict.js';

const protocol = new Check('tls-protocol', 'TLS before 1.2 can be broken by whoever is on the way.');
const expiry = new Check('tls-expiry', 'When the certificate ends, so does every connection through the proxy.');
const WAIT_MS = 5000;
const DAY_SECONDS = 86_400;
const WARN_DAYS = 21;
const OLD: ConnectionOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' };
const RENEW =
  'waiaas proxy init NAME renews it (docker compose run --rm cli proxy init NAME); a pair made by the proxy is renewed by a restart of it.';

interface Handshake {
  readonly protocol: string;
  /** Seconds since the epoch. */
  readonly validTo: number;
}

/** The proxy's side of TLS: what it agrees to, and how long its certificate lasts. */
export async function checkTls({ proxyUrl, now }: DoctorTarget): Promise<readonly CheckResult[]> {
  let modern: Handshake;
  try {
    modern = await handshake(proxyUrl, {});
  } catch (error) {
    const isNobody = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
    if (isNobody) return [protocol.skip(`no proxy on ${proxyUrl.host}`)];
    return [protocol.fail(`no TLS connection to ${proxyUrl.host}: ${reasonOf(error)}`, 'Look at the log of the proxy.')];
  }
  const old = await handshake(proxyUrl, OLD).catch(() => undefined);
  return [judgeProtocol(modern, old), judgeExpiry(modern, now())];
}

function judgeProtocol(modern: Handshake, old: Handshake | undefined): CheckResult {
  if (old === undefined) return protocol.pass(`${modern.protocol}; older than 1.2 is refused`);
  return protocol.fail(
    `${old.protocol} is spoken`,
    'Use the nginx configuration of this project: ssl_protocols TLSv1.2 TLSv1.3.',
  );
}

function judgeExpiry({ validTo }: Handshake, now: number): CheckResult {
  const days = Math.floor((validTo - now) / DAY_SECONDS);
  if (days < 0) return expiry.fail(`the certificate ended ${-days} days ago`, RENEW);
  if (days < WARN_DAYS) return expiry.warn(`the certificate ends in ${days} days`, RENEW);
  return expiry.pass(`the certificate lasts ${days} days`);
}

async function handshake(url: URL, options: ConnectionOptions): Promise<Handshake> {
  const socket = connect({ host: hostOf(url), port: portOf(url), rejectUnauthorized: false, timeout: WAIT_MS, ...options });
  try {
    socket.once('timeout', () => socket.destroy(new Error('no answer in time')));
    await once(socket, 'secureConnect');
    const validTo = Date.parse(socket.getPeerCertificate().valid_to) / 1000;
    return { protocol: socket.getProtocol() ?? 'unknown', validTo };
  } finally {
    socket.destroy();
  }
}
