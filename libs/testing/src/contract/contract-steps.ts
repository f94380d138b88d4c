import type {
  AttemptFate,
  AttemptParams,
  AttemptRef,
  Intent,
  IntentBody,
  SignedTransaction,
  UnsignedTransaction,
} from '@waiaas/core';
import type { ChainFixture } from './chain-fixture.js';

/** Bytes ready to be sent, with everything they were made from. */
export interface PreparedAttempt {
  readonly intent: Intent;
  readonly params: AttemptParams;
  readonly unsigned: UnsignedTransaction;
  readonly signed: SignedTransaction;
  readonly ref: AttemptRef;
}

export function intentOf(fixture: ChainFixture, body: IntentBody): Intent {
  const { chain, name } = fixture.chain.network;
  return { ...body, walletId: '01980000-0000-7000-8000-000000000001', chain, network: name, from: fixture.sender };
}

export function coinTransfer(fixture: ChainFixture, amount = fixture.amount): Intent {
  return intentOf(fixture, { type: 'TRANSFER', to: fixture.recipient, amount: amount.toString() });
}

export function tokenTransfer(fixture: ChainFixture, amount: bigint): Intent {
  const { address, decimals } = fixture.token;
  return intentOf(fixture, {
    type: 'TOKEN_TRANSFER',
    to: fixture.recipient,
    amount: amount.toString(),
    token: { address, decimals },
  });
}

/** Builds and signs one attempt the way the pipeline does: facts, parameters, nonce, bytes, signature. */
export async function prepare(fixture: ChainFixture, intent: Intent): Promise<PreparedAttempt> {
  const { params } = await fixture.chain.gather(intent);
  const nonce = await fixture.chain.nextNonce(fixture.sender);
  const unsigned = fixture.chain.build(intent, params, nonce);
  const signed = fixture.chain.assemble(unsigned, await fixture.sign(unsigned));
  return { intent, params, unsigned, signed, ref: fixture.refOf(signed, unsigned) };
}

export async function fateOf(fixture: ChainFixture, ref: AttemptRef): Promise<AttemptFate> {
  const [fate] = await fixture.chain.fates([ref]);
  if (fate === undefined) throw new Error('fates answered nothing for one attempt');
  return fate;
}

/** Sends and includes; throws when the bytes did not land. */
export async function land(fixture: ChainFixture, attempt: PreparedAttempt): Promise<void> {
  const { outcome } = await fixture.chain.broadcast(attempt.signed.raw);
  if (outcome !== 'accepted') throw new Error(`broadcast answered ${outcome}`);
  await fixture.mine();
}
