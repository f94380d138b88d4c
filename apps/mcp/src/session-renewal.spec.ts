import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DaemonCall } from './daemon-client.js';
import { SessionRenewal } from './session-renewal.js';
import { TokenFile } from './token-file.js';
import { lifetimeOf } from './token-lifetime.js';
import { ToolFailure } from './tool-failure.js';

const NOW = 1_795_000_000;
const DAY = 86_400;
const tokenOf = (claims: object): string => `wai_sess_h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
const lasting = (iat: number, exp: number | undefined): string => tokenOf({ sub: 'session-1', iat, exp });

describe('the lifetime of a token', () => {
  it('asks for a renewal at 60 % of it', () => {
    expect(lifetimeOf(lasting(NOW, NOW + 1000), NOW * 1000)).toEqual({ sessionId: 'session-1', renewAtMs: (NOW + 600) * 1000 });
  });

  it.each([
    ['never expires', lasting(NOW, undefined)],
    ['names no session', tokenOf({ iat: NOW, exp: NOW + 1000 })],
    ['lasts more than a year', lasting(NOW, NOW + 400 * DAY)],
    ['ends before it began', lasting(NOW, NOW - 1)],
    ['is no token', 'wai_sess_abc'],
    ['has a broken middle', 'wai_sess_a.!!.c'],
    ['has a list in it', `wai_sess_a.${Buffer.from('[1]').toString('base64url')}.c`],
  ])('is none where it %s', (_case, token) => {
    expect(lifetimeOf(token, NOW * 1000)).toBeUndefined();
  });
});

describe('a session that is renewed', () => {
  let folder: string;
  let file: string;
  let now: number;
  let calls: DaemonCall[];
  let said: string[];
  let answer: () => Promise<unknown>;

  const first = lasting(NOW, NOW + 1000);
  const second = lasting(NOW + 700, NOW + 1700);
  const write = (token: string): void => writeFileSync(file, `${token}\n`, { mode: 0o600 });
  const held = (): string => readFileSync(file, 'utf8').trim();
  const refuse =
    (code: string, retryable = false) =>
    async (): Promise<never> => {
      throw new ToolFailure({ code, message: '', retryable });
    };
  const renewalOver = (): SessionRenewal =>
    new SessionRenewal({
      daemon: {
        call: async (call: DaemonCall) => {
          calls.push(call);
          return answer();
        },
      },
      token: new TokenFile(file),
      now: () => now * 1000,
      say: (line) => said.push(line),
    });

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'waiaas-mcp-'));
    file = path.join(folder, 'a.token');
    write(first);
    now = NOW + 700;
    calls = [];
    said = [];
    answer = async () => ({ id: 'session-1', token: second });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is asked for when its time has come and not before, and its token put in the file for this user alone', async () => {
    const renewal = renewalOver();
    now = NOW + 599;
    expect([await renewal.look(), calls]).toEqual([1000, []]);
    now = NOW + 10;
    expect(await renewal.look()).toBe(60_000);
    now = NOW + 600;
    await renewal.look();
    expect(calls).toMatchObject([{ method: 'PUT', path: '/v1/sessions/session-1/renew', body: {}, token: first }]);
    expect([held(), statSync(file).mode & 0o777, readdirSync(folder), said]).toEqual([second, 0o600, ['a.token'], []]);
    await renewal.look();
    expect(calls).toHaveLength(1);
  });

  it.each(['RENEWAL_LIMIT_REACHED', 'SESSION_ABSOLUTE_LIFETIME_EXCEEDED', 'RENEWAL_NOT_REQUIRED'])(
    'is not asked for again with a token that was refused for good (%s), but with the next one',
    async (code) => {
      const renewal = renewalOver();
      answer = refuse(code);
      await renewal.look();
      await renewal.look();
      expect([calls.length, said, held()]).toEqual([1, [`the session was not renewed: ${code}`], first]);
      write(lasting(NOW + 1, NOW + 1001));
      answer = async () => ({ token: second });
      await renewal.look();
      expect([calls.length, held()]).toEqual([2, second]);
    },
  );

  it.each(['DAEMON_UNREACHABLE', 'SYSTEM_LOCKED', 'RATE_LIMITED'])('is asked for again later after %s', async (code) => {
    const renewal = renewalOver();
    answer = refuse(code, true);
    expect([await renewal.look(), held(), readdirSync(folder)]).toEqual([60_000, first, ['a.token']]);
    answer = async () => ({ token: second });
    await renewal.look();
    expect(held()).toBe(second);
  });

  it('takes the token of whoever was faster', async () => {
    const renewal = renewalOver();
    answer = async () => {
      write(second);
      return refuse('RENEWAL_CONFLICT')();
    };
    await renewal.look();
    await renewal.look();
    expect([calls.length, held(), said]).toEqual([1, second, []]);
  });

  it('is renewed once by two servers of one token', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    answer = async () => {
      await gate;
      return { token: second };
    };
    const one = renewalOver().look();
    await expect.poll(() => calls.length).toBe(1);
    await renewalOver().look();
    release();
    await one;
    expect([calls.length, held()]).toEqual([1, second]);
  });

  it('asks nobody where the new token could not be written, and goes on after a server that died half way', async () => {
    writeFileSync(`${file}.next`, 'left behind');
    const renewal = renewalOver();
    await renewal.look();
    expect([calls.length, held()]).toEqual([0, first]);
    const longAgo = Date.now() / 1000 - 600;
    utimesSync(`${file}.next`, longAgo, longAgo);
    await renewal.look();
    expect([calls.length, held(), readdirSync(folder)]).toEqual([1, second, ['a.token']]);
  });

  it('writes nothing where the answer holds no token, and never says one', async () => {
    for (const token of [7, 'wai_sess_a\nb', '']) {
      answer = async () => ({ token, note: second });
      await renewalOver().look();
    }
    expect([held(), new Set(said)]).toEqual([first, new Set(['the session was not renewed: UNEXPECTED_ANSWER'])]);
  });
});
