import { expect } from 'vitest';
import type { OwnerKey } from '../owners/owner-keys.js';
import { type Browser, browserOf, ownOrigin } from './browser.js';
import type { TestDaemon } from './harness.js';
import { type Answer, call } from './http-client.js';

/** The owner headers for a challenge that the daemon gave out for this. */
export async function signedFor(
  daemon: TestDaemon,
  key: OwnerKey,
  request: Record<string, unknown>,
): Promise<Record<string, string>> {
  const { json } = await call(daemon.port, {
    method: 'POST',
    path: '/v1/owner/challenge',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ address: key.address, chain: key.chain, ...request }),
  });
  return {
    'x-owner-signature': await key.sign(String(json.message)),
    'x-owner-message': String(json.messageBase64),
    'x-owner-address': key.address,
  };
}

export async function ownerLogin(daemon: TestDaemon, key: OwnerKey): Promise<Answer> {
  const headers = { ...(await signedFor(daemon, key, { action: 'login' })), origin: ownOrigin(daemon) };
  return call(daemon.port, { method: 'POST', path: '/v1/owner/login', headers });
}

export async function browserOfOwner(daemon: TestDaemon, key: OwnerKey): Promise<Browser> {
  const answer = await ownerLogin(daemon, key);
  expect(answer.status, answer.text).toBe(200);
  return browserOf(daemon, answer);
}
