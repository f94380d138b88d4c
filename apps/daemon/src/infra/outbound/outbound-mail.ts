import { isIP } from 'node:net';
import { createTransport } from 'nodemailer';
import { orAborted } from './or-aborted.js';
import { OutboundError, type OutboundProblem } from './outbound-error.js';
import { type HostLookup, resolveHost, systemLookup } from './resolve-host.js';

export interface OutboundMail {
  readonly host: string;
  readonly port: number;
  readonly security: 'starttls' | 'tls' | 'none';
  readonly user: string | null;
  readonly password: string | null;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly allowPrivate: boolean;
  readonly signal: AbortSignal;
}

const TIMEOUT_MS = 10_000;
/** The bound above is on each silence of the server; this many of them are the bound on all of it. */
const SILENCES = 3;

/** What the mail server answered, when it refused. */
export class MailRefusedError extends Error {
  override readonly name = 'MailRefusedError';

  /** Three digits (RFC 5321 §4.2). */
  constructor(readonly replyCode: number) {
    super('the mail server refused');
  }
}

/** Sends mail under the rules of every call outside: the server's name is resolved once, judged, and exactly that address is dialled. */
export class OutboundMailer {
  constructor(
    private readonly lookupHost: HostLookup = systemLookup,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {}

  /** Throws OutboundError or MailRefusedError. */
  async send(mail: OutboundMail): Promise<void> {
    const timeout = AbortSignal.timeout(this.timeoutMs * SILENCES);
    const signal = AbortSignal.any([mail.signal, timeout]);
    try {
      await orAborted(signal, this.#send(mail, signal));
    } catch (error) {
      if (timeout.aborted && !mail.signal.aborted) throw new OutboundError('TIMEOUT', { cause: error });
      throw translated(error);
    }
  }

  async #send(mail: OutboundMail, signal: AbortSignal): Promise<void> {
    const { addresses, isPrivate } = await resolveHost(mail.host, { ...mail, lookupHost: this.lookupHost });
    if (mail.security === 'none' && !isPrivate) throw new OutboundError('INSECURE_URL');
    if (signal.aborted) throw new OutboundError('ABORTED');
    const transport = this.#transport(mail, addresses[0] ?? '');
    const abort = (): void => transport.close();
    signal.addEventListener('abort', abort, { once: true });
    try {
      await transport.sendMail({ from: mail.from, to: [...mail.to], subject: mail.subject, text: mail.text });
    } finally {
      signal.removeEventListener('abort', abort);
      transport.close();
    }
  }

  #transport({ host, port, security, user, password }: OutboundMail, address: string) {
    return createTransport({
      host: address,
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
      tls: { minVersion: 'TLSv1.2', ...(isIP(host) === 0 ? { servername: host } : {}) },
      connectionTimeout: this.timeoutMs,
      greetingTimeout: this.timeoutMs,
      socketTimeout: this.timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }
}

const PROBLEMS: Readonly<Record<string, OutboundProblem>> = { ETIMEDOUT: 'TIMEOUT', ETLS: 'TLS_FAILED' };

/** The library puts what the server said into its messages; only the code of it goes on. */
function translated(error: unknown): Error {
  if (error instanceof OutboundError) return error;
  const { code, responseCode } = (error ?? {}) as { readonly code?: unknown; readonly responseCode?: unknown };
  if (typeof responseCode === 'number') return new MailRefusedError(responseCode);
  return new OutboundError((typeof code === 'string' ? PROBLEMS[code] : undefined) ?? 'CONNECTION_FAILED', { cause: error });
}
