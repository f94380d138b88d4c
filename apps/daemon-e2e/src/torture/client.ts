import { setTimeout as pause } from 'node:timers/promises';
import type { TortureWallet, TortureWorld } from './torture-world.js';

/** A request to pay somebody whom nobody else pays, and what the daemon said to it in the end. */
export interface Requested {
  readonly wallet: TortureWallet;
  readonly to: string;
  readonly key: string;
  /** Whose it is: limits are a session's. */
  readonly token: string;
  readonly answer: { readonly status: number; readonly id: string | undefined };
}

export interface Wish {
  readonly key: string;
  /** What the client wants of it afterwards, if anything; 0 to 5. */
  readonly regret: number;
}

const RETRIED = new Set([409, 429, 500, 502, 503, 504]);
const PAUSE_MS = 30;
const PATIENCE_MS = 180_000;
const NEVER = { status: 0, id: undefined } as const;

/**
 * A client that keeps on trying with one key, as the published ones do, and now and then wants what it sent faster, or not at all.
 * What a revoked session was told last is its answer.
 */
export async function request(world: TortureWorld, wallet: TortureWallet, wish: Wish): Promise<Requested> {
  const { key, regret } = wish;
  const to = wallet.network.newAddress();
  const body = { type: 'TRANSFER', network: wallet.network.name, to, amount: wallet.amount.toString() };
  const deadline = performance.now() + PATIENCE_MS;
  // One session for all of it: a key belongs to its session.
  const { token } = wallet;
  while (performance.now() < deadline) {
    const answer = await tried(world, { ...wallet, token }, body, key);
    if (answer !== undefined && !RETRIED.has(answer.status)) {
      if (answer.id !== undefined) await regretAbout(world, { ...wallet, token }, answer.id, regret);
      return { wallet, to, key, token, answer };
    }
    await pause(PAUSE_MS);
  }
  return { wallet, to, key, token, answer: NEVER };
}

async function tried(
  world: TortureWorld,
  wallet: TortureWallet,
  body: object,
  key: string,
): Promise<Requested['answer'] | undefined> {
  try {
    const api = await world.session(wallet);
    const { status, body: said } = await api.post<{ id?: string }>('/v1/transactions/send', body, { 'Idempotency-Key': key });
    return { status, id: status === 201 ? said.id : undefined };
  } catch {
    // A broken connection, or no daemon: both are reasons to send the very same request again.
    return undefined;
  }
}

const REGRETS = ['speed-up', 'cancel-onchain', 'cancel'] as const;

/** Whatever is answered is fine; that it does no harm is what is checked. */
async function regretAbout(world: TortureWorld, wallet: TortureWallet, id: string, which: number): Promise<void> {
  const act = REGRETS[which];
  if (act === undefined) return;
  try {
    const api = await world.session(wallet);
    await api.post(`/v1/transactions/${id}/${act}`, act === 'speed-up' ? {} : undefined);
  } catch {
    // As above.
  }
}
