import { Api } from './api.js';
import type { DaemonProcess } from './daemon-process.js';

export const PASSWORD = 'correct horse battery staple';

export interface TestWallet {
  readonly id: string;
  readonly address: string;
  readonly token: string;
  readonly api: Api;
}

export interface WalletOptions {
  readonly name?: string;
  readonly chain?: 'ethereum' | 'solana';
  readonly environment?: 'mainnet' | 'testnet';
  readonly policyPreset?: string;
}

interface CreatedWallet {
  readonly id: string;
  readonly address: string;
  readonly session: { readonly id: string; readonly token: string };
}

/** Settings that keep rate limits, and rules that stop busy wallets, out of tests that are not about them. */
export const QUIET_LIMITS: Readonly<Record<string, string>> = {
  WAIAAS_SECURITY_RATE_LIMIT_GLOBAL_IP_RPM: '10000000',
  WAIAAS_SECURITY_RATE_LIMIT_SESSION_RPM: '10000000',
  WAIAAS_SECURITY_RATE_LIMIT_TX_RPM: '10000000',
  WAIAAS_SECURITY_RATE_LIMIT_MASTER_RPM: '10000000',
  WAIAAS_SECURITY_RATE_LIMIT_OWNER_RPM: '10000000',
  WAIAAS_SECURITY_RATE_LIMIT_LOGIN_RPM: '10000000',
  WAIAAS_AUTOSTOP_CONSECUTIVE_FAILURES_ENABLED: 'false',
  WAIAAS_AUTOSTOP_UNUSUAL_ACTIVITY_ENABLED: 'false',
  WAIAAS_CHAIN_POLL_MS: '100',
};

/** More may wait for a human than a session may leave there by itself. */
export const MANY_WAIT: Readonly<Record<string, string>> = {
  WAIAAS_TRANSACTIONS_MAX_WAITING_PER_SESSION: '50',
  WAIAAS_TRANSACTIONS_MAX_WAITING_PER_WALLET: '50',
};

export async function masterOf(daemon: DaemonProcess): Promise<Api> {
  return Api.master(await daemon.url(), PASSWORD);
}

export async function createWallet(daemon: DaemonProcess, options: WalletOptions = {}): Promise<TestWallet> {
  const master = await masterOf(daemon);
  const wallet = await master.must(
    201,
    master.post<CreatedWallet>('/v1/wallets', { name: 'agent', chain: 'ethereum', createSession: true, ...options }),
  );
  return {
    id: wallet.id,
    address: wallet.address,
    token: wallet.session.token,
    api: Api.session(master.baseUrl, wallet.session.token),
  };
}

/** A SPENDING_LIMIT in the coin's own units, generous unless said otherwise. */
export async function allowNative(
  daemon: DaemonProcess,
  wallet: TestWallet,
  chain: 'ethereum' | 'solana',
  instantMax = '1000',
): Promise<string> {
  const master = await masterOf(daemon);
  const { id } = await master.must(
    201,
    master.post<{ id: string }>('/v1/policies', {
      walletId: wallet.id,
      type: 'SPENDING_LIMIT',
      rules: {
        token_limits: { [`native:${chain}`]: { instant_max: instantMax, notify_max: instantMax, delay_max: instantMax } },
        delay_seconds: 60,
      },
    }),
  );
  return id;
}

export interface SeenTransaction {
  readonly id: string;
  readonly status: string;
  readonly tier: string | null;
  readonly txHash: string | null;
  readonly errorCode: string | null;
  readonly waitReason: string | null;
  readonly finalizedAt: number | null;
  readonly attempts: readonly {
    readonly kind: string;
    readonly state: string;
    readonly nonce?: number;
    readonly txHash: string | null;
    readonly outcome: string;
  }[];
}

/** Reads a row until it is where it is wanted; fails with the row after `seconds`. */
export async function until(
  api: Api,
  id: string,
  isThere: (row: SeenTransaction) => boolean,
  seconds = 20,
): Promise<SeenTransaction> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const { body } = await api.get<SeenTransaction>(`/v1/transactions/${id}`);
    if (isThere(body)) return body;
    if (performance.now() > deadline) throw new Error(`the row did not get there: ${JSON.stringify(body)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function confirmed(api: Api, id: string, seconds = 20): Promise<SeenTransaction> {
  return until(api, id, (row) => row.status === 'CONFIRMED', seconds);
}
