import type { AttemptFate, AttemptParams, AttemptRef, Intent, IntentBody, SignedTransaction } from '@waiaas/core';
import type { SolanaChain } from '../src/index.js';
import { signWith, type SolanaFixture } from './solana-fixture.js';

export type SolanaAttemptParams = Extract<AttemptParams, { kind: 'solana' }>;

/** Signed bytes with what `fates` needs to know of them. */
export interface Attempt {
  readonly params: SolanaAttemptParams;
  readonly signed: SignedTransaction;
  readonly ref: AttemptRef;
}

export function intentOf(fixture: SolanaFixture, body: IntentBody, memo?: string): Intent {
  const base = { walletId: '01980000-0000-7000-8000-000000000001', chain: 'solana', network: 'solana-devnet' } as const;
  return { ...body, ...base, from: fixture.sender, ...(memo === undefined ? {} : { memo }) };
}

export function coins(to: string, amount: bigint): IntentBody & { type: 'TRANSFER' } {
  return { type: 'TRANSFER', to, amount: amount.toString() };
}

export function tokens(fixture: SolanaFixture, to: string, amount: bigint): IntentBody & { type: 'TOKEN_TRANSFER' } {
  const { address, decimals } = fixture.token;
  return { type: 'TOKEN_TRANSFER', to, amount: amount.toString(), token: { address, decimals } };
}

export async function prepare(fixture: SolanaFixture, intent: Intent, chain: SolanaChain = fixture.chain): Promise<Attempt> {
  const facts = await chain.gather(intent);
  if (facts.simulationError !== undefined) throw new Error(`the simulation failed: ${facts.simulationError}`);
  const { params } = facts;
  if (params.kind !== 'solana') throw new Error('parameters of another chain');
  const unsigned = chain.build(intent, params);
  const signed = chain.assemble(unsigned, signWith(fixture.key, unsigned));
  return { params, signed, ref: { hash: signed.hash, from: fixture.sender, lastValidBlockHeight: params.lastValidBlockHeight } };
}

export async function fateOf(chain: SolanaChain, ref: AttemptRef): Promise<AttemptFate> {
  const [fate] = await chain.fates([ref]);
  if (fate === undefined) throw new Error('fates answered nothing for one attempt');
  return fate;
}

/** Prepares, sends and includes; gives the fate. */
export async function pay(fixture: SolanaFixture, intent: Intent): Promise<AttemptFate> {
  const { signed, ref } = await prepare(fixture, intent);
  await fixture.chain.broadcast(signed.raw);
  await fixture.mine();
  return fateOf(fixture.chain, ref);
}
