import type { DaemonClient } from './daemon-client.js';
import { isRecord } from './json-rpc.js';
import type { TokenFile } from './token-file.js';
import { lifetimeOf } from './token-lifetime.js';
import { ToolFailure } from './tool-failure.js';

/** The file may be replaced by somebody else meanwhile, or the machine sleep: looked at again after this at the latest. */
const LOOK_MS = 60_000;

export interface RenewalParts {
  readonly daemon: Pick<DaemonClient, 'call'>;
  readonly token: Pick<TokenFile, 'read' | 'replace'>;
  readonly now: () => number;
  /** Lines for the person who runs the server. Never the token. */
  readonly say: (line: string) => void;
}

/**
 * Renews the session at 60 % of its token's time and writes the new token to the file, from which every call takes it.
 *
 * A refusal for good (403, or a session that needs no renewal) is not asked for again with that token; whoever lost a race reads the
 * file again. Everything else is tried again later.
 */
export class SessionRenewal {
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  /** The token that is not renewed any more. */
  #final: string | undefined;

  constructor(private readonly parts: RenewalParts) {}

  start(): void {
    void this.#turn();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  async #turn(): Promise<void> {
    const pauseMs = await this.look().catch(() => LOOK_MS);
    if (!this.#isStopped) this.#timer = setTimeout(() => void this.#turn(), pauseMs).unref();
  }

  /** Renews if it is time. Gives after how many milliseconds to look again. */
  async look(): Promise<number> {
    const token = await this.parts.token.read();
    const lifetime = token === this.#final ? undefined : lifetimeOf(token, this.parts.now());
    if (lifetime === undefined) return LOOK_MS;
    const waitMs = lifetime.renewAtMs - this.parts.now();
    if (waitMs > 0) return Math.min(waitMs, LOOK_MS);
    try {
      await this.parts.token.replace(() => this.#renewed(token, lifetime.sessionId));
    } catch (error) {
      this.#judge(error, token);
    }
    return LOOK_MS;
  }

  async #renewed(token: string, sessionId: string): Promise<string> {
    const answer = await this.parts.daemon.call({
      ...{ method: 'PUT', path: `/v1/sessions/${encodeURIComponent(sessionId)}/renew`, body: {} },
      ...{ token, signal: new AbortController().signal },
    });
    const next = isRecord(answer) ? answer['token'] : undefined;
    if (typeof next !== 'string') throw new Error('the answer has no token');
    return next;
  }

  #judge(error: unknown, token: string): void {
    const report = error instanceof ToolFailure ? error.report : { code: 'UNEXPECTED_ANSWER', retryable: false };
    if (!report.retryable && FINAL.has(report.code)) this.#final = token;
    // Somebody else renewed it: their token is in the file, or on its way there.
    if (report.code !== 'RENEWAL_CONFLICT') this.parts.say(`the session was not renewed: ${report.code}`);
  }
}

/** 403, and the 400 of a session that never expires. */
const FINAL: ReadonlySet<string> = new Set([
  'RENEWAL_LIMIT_REACHED',
  'RENEWAL_NOT_REQUIRED',
  'SESSION_ABSOLUTE_LIFETIME_EXCEEDED',
  'SESSION_RENEWAL_MISMATCH',
]);
