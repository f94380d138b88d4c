import type { Writable } from 'node:stream';
import { isTrace, type SignerFault, type SignerLogLine } from '@waiaas/core';
import { isMethod } from '../methods/signer-methods.js';

type Facts = Omit<SignerLogLine, 'level' | 'msg'>;
type Members = Readonly<Record<string, unknown>>;

const SIGNATURES: ReadonlySet<string> = new Set(['signTransaction', 'signMessage', 'signTypedData']);

/** Acts on keys that are told of when they were done. */
const KEY_ACTS: ReadonlyMap<string, string> = new Map([
  ['exportKey', 'a key was exported'],
  ['changeCeiling', 'the ceiling of a key was changed'],
  ['freeze', 'everything was frozen'],
  ['unfreeze', 'the freeze was lifted'],
  ['pinKeyOwner', 'the owner in a key was changed'],
]);

// A caller may put anything anywhere, a password for a method among it: only what has the form of the thing is written down.
const WALLET_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The signer's own account of what it was asked for: every refusal, every signature and every act on a key, each with what it was for. It goes to
 * the error output as lines of JSON, after the answers, and the daemon writes it into its own log. It holds neither payloads nor secrets.
 * Written here by hand: a logging library would be much more code in the one process that holds keys.
 */
export class CallLog {
  #lines: string[] = [];

  constructor(private readonly output: Writable) {
    // Nobody left to read it is no reason to stop signing; the end of the input is.
    output.on('error', () => undefined);
  }

  served(method: string, params: unknown): void {
    if (SIGNATURES.has(method))
      this.#write({ level: 'info', msg: 'a signature was made', method, ...signedOf(params), ...originOf(params) });
    const act = KEY_ACTS.get(method);
    if (act !== undefined) this.#write({ level: 'info', msg: act, method, ...originOf(params) });
  }

  refused(method: string, params: unknown, fault: SignerFault): void {
    const { code, reason } = fault;
    this.#write({
      // What is no refusal but a bug gives no reason.
      level: code === 'INTERNAL_ERROR' && reason === undefined ? 'error' : 'warn',
      msg: 'the signer refused a call',
      ...(isMethod(method) ? { method } : {}),
      code,
      ...(reason === undefined ? {} : { reason }),
      ...originOf(params),
    });
  }

  /** One system call for what was collected since the last. */
  flush(): void {
    if (this.#lines.length === 0) return;
    this.output.write(this.#lines.join(''));
    this.#lines = [];
  }

  #write({ level, msg, ...facts }: SignerLogLine): void {
    this.#lines.push(`${JSON.stringify({ level, time: Date.now(), msg, ...facts })}\n`);
  }
}

/** Of a signature that was made: its kind is one there is, and the address was derived from the key and compared. */
function signedOf(params: unknown): Facts {
  const { key, kind } = membersOf(params);
  const { address } = membersOf(key);
  return {
    kind: typeof kind === 'string' ? kind : 'evm-typed-data',
    ...(typeof address === 'string' ? { address } : {}),
  };
}

function originOf(params: unknown): Facts {
  const { identity, trace } = membersOf(params);
  const { walletId } = membersOf(identity);
  return {
    ...(typeof walletId === 'string' && WALLET_ID.test(walletId) ? { walletId } : {}),
    ...(isTrace(trace) ? { trace } : {}),
  };
}

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : {};
}
