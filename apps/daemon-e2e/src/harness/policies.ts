import { masterOf, type TestWallet } from './wallets.js';
import type { DaemonProcess } from './daemon-process.js';

export type Rules = Readonly<Record<string, unknown>>;

export interface NewPolicy {
  readonly type: string;
  readonly rules: Rules;
  readonly network?: string;
  readonly priority?: number;
}

/** A policy of one wallet. Gives its id. */
export async function addPolicy(daemon: DaemonProcess, wallet: TestWallet, policy: NewPolicy): Promise<string> {
  const master = await masterOf(daemon);
  const { id } = await master.must(201, master.post<{ id: string }>('/v1/policies', { walletId: wallet.id, ...policy }));
  return id;
}

/** The policies of a table, in place for one wallet. */
export async function addPolicies(
  daemon: DaemonProcess,
  wallet: TestWallet,
  policies: Readonly<Record<string, Rules>>,
): Promise<void> {
  for (const [type, rules] of Object.entries(policies)) await addPolicy(daemon, wallet, { type, rules });
}

export interface Denial {
  readonly code: string;
  readonly details: {
    readonly transactionId: string;
    readonly policyType: string;
    readonly policyId: string | null;
    readonly denyCode: string;
    readonly field: string | null;
    readonly limit: string | null;
    readonly actual: string | null;
    readonly suggestion?: string;
  };
}

export interface Sent {
  readonly id: string;
  readonly status: string;
  readonly tier: string;
  readonly waitReason?: string;
  readonly approvalReason?: string;
  readonly expiresAt?: number;
}

export async function send(wallet: TestWallet, body: object): Promise<Sent> {
  return wallet.api.must(201, wallet.api.post<Sent>('/v1/transactions/send', body));
}

/** A send that policy refuses, with why. */
export async function denied(wallet: TestWallet, body: object): Promise<Denial> {
  return wallet.api.must(403, wallet.api.post<Denial>('/v1/transactions/send', body));
}

/** Code of a send that is refused before policy is asked. */
export async function refused(wallet: TestWallet, body: object): Promise<{ readonly status: number; readonly code: string }> {
  const answer = await wallet.api.post<{ code: string }>('/v1/transactions/send', body);
  return { status: answer.status, code: answer.body.code };
}

export interface Simulation {
  readonly success: boolean;
  readonly policy: {
    readonly allowed: boolean;
    readonly tier: string | null;
    readonly denyCode: string | null;
    readonly approvalReason: string | null;
  };
  readonly fee: { readonly estimatedFee: string; readonly feeUsd: number | null } | null;
  readonly balanceChanges: readonly { readonly asset: string; readonly changeAmount: string; readonly afterBalance: string }[];
  readonly simulation: { readonly success: boolean; readonly error: string | null };
  readonly meta: { readonly transactionType: string };
  readonly gasCondition?: { readonly met: boolean };
}

export async function simulate(wallet: TestWallet, body: object): Promise<Simulation> {
  return wallet.api.must(200, wallet.api.post<Simulation>('/v1/transactions/simulate', body));
}

/** The yes of whoever holds the master password, for wallets without an owner. */
export async function approveAsMaster(daemon: DaemonProcess, id: string): Promise<string> {
  const master = await masterOf(daemon);
  return (await master.must(200, master.post<{ status: string }>(`/v1/transactions/${id}/approve`, {}))).status;
}
