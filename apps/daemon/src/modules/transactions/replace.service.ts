import { Injectable } from '@nestjs/common';
import type { ReplaceResponse } from '@waiaas/api-types';
import { DomainError, validationError, type Result } from '@waiaas/core';
import type { AttemptRow, GasBid, Offer, Replaceable, ReplaceOrder, ReplaceRefusal } from '@waiaas/pipeline';
import { actorLabel, type Actor } from '../../common/auth/actor.js';
import type { SpeedUpDto } from './dto/replace.dto.js';
import { refuseForeignRow } from './own-rows.js';
import { toAttemptRow, toTransactionRow } from './rows.repository.js';
import { toAttemptResponse } from './transactions.mapper.js';
import { WalletSnapshots } from './wallet-snapshots.repository.js';
import { TransactionsRepository, type TransactionWithAttempts } from './transactions.repository.js';

export type MakeReplacement = (target: Replaceable, order: ReplaceOrder) => Promise<Result<AttemptRow, ReplaceRefusal>>;

const DEFAULT_HUNDREDTHS = 2500n;

/** A sent payment that somebody wants faster, or not at all. */
@Injectable()
export class ReplaceService {
  #make: MakeReplacement = () => Promise.reject(new DomainError('SHUTTING_DOWN'));

  constructor(
    private readonly transactions: TransactionsRepository,
    private readonly wallets: WalletSnapshots,
  ) {}

  onAsked(make: MakeReplacement): void {
    this.#make = make;
  }

  async speedUp(actor: Actor, stored: TransactionWithAttempts, body: SpeedUpDto): Promise<ReplaceResponse> {
    return this.#replace(actor, stored, 'speed-up', offerOf(body));
  }

  async cancel(actor: Actor, stored: TransactionWithAttempts): Promise<ReplaceResponse> {
    return this.#replace(actor, stored, 'cancel', { kind: 'market', hundredths: DEFAULT_HUNDREDTHS });
  }

  async #replace(
    actor: Actor,
    stored: TransactionWithAttempts,
    kind: ReplaceOrder['kind'],
    offer: Offer,
  ): Promise<ReplaceResponse> {
    const target = targetOf(stored);
    if (actor.kind === 'session') refuseForeignRow(actor, target.row);
    const by = { actor: actorLabel(actor), ipAddress: actor.clientAddress };
    const made = await this.#make(target, { kind, offer, by, isBounded: actor.kind !== 'master' });
    if (!made.ok) throw await this.#refused(made.error, stored);
    const row = await this.transactions.findWithAttempts(stored.id);
    const attempt = row?.attempts.find(({ id }) => id === made.value.id);
    if (attempt === undefined) throw new Error('a replacement that was stored is gone');
    return { id: stored.id, status: 'SUBMITTED', attempt: toAttemptResponse(attempt) };
  }

  async #refused(refusal: ReplaceRefusal, stored: TransactionWithAttempts): Promise<DomainError> {
    return refusal === 'closed'
      ? new DomainError(await this.wallets.closedBecause(stored.walletId))
      : refusalError(refusal, stored);
  }
}

function offerOf({ bumpPercent, ...fees }: SpeedUpDto): Offer {
  const bid = exactBid(fees);
  if (bid !== undefined && bumpPercent !== undefined) throw issue('bumpPercent', 'excluded', 'must not be given with fees');
  if (bid !== undefined) return { kind: 'exact', bid };
  if (bumpPercent === undefined) return { kind: 'market', hundredths: DEFAULT_HUNDREDTHS };
  // Hundredths of a percent: no more than two places were let in.
  return { kind: 'raise', hundredths: BigInt(Math.round(bumpPercent * 100)) };
}

function exactBid({ maxFeePerGas, maxPriorityFeePerGas }: Omit<SpeedUpDto, 'bumpPercent'>): GasBid | undefined {
  if (maxFeePerGas === undefined && maxPriorityFeePerGas === undefined) return undefined;
  if (maxFeePerGas === undefined) throw issue('maxFeePerGas', 'isDefined', 'must be given with the other fee');
  if (maxPriorityFeePerGas === undefined) throw issue('maxPriorityFeePerGas', 'isDefined', 'must be given with the other fee');
  const bid = { maxFeePerGas: BigInt(maxFeePerGas), maxPriorityFeePerGas: BigInt(maxPriorityFeePerGas) };
  if (bid.maxPriorityFeePerGas > bid.maxFeePerGas) throw issue('maxPriorityFeePerGas', 'max', 'must not be above maxFeePerGas');
  return bid;
}

function issue(path: string, code: string, message: string): DomainError {
  return validationError([{ path, code, message }]);
}

/** Bytes that may still land, oldest first. A row of another state keeps whatever it has: the stage refuses it. */
function targetOf(stored: TransactionWithAttempts): Replaceable {
  const attempts = stored.attempts.map(toAttemptRow).filter(({ state }) => LANDABLE.has(state));
  return { row: toTransactionRow(stored), attempts };
}

const LANDABLE: ReadonlySet<string> = new Set(['SIGNED', 'BROADCAST', 'MINED', 'FINAL']);

function refusalError(refusal: Exclude<ReplaceRefusal, 'closed'>, { id }: TransactionWithAttempts): DomainError {
  switch (refusal) {
    case 'not-replaceable':
      return new DomainError('TX_NOT_REPLACEABLE');
    case 'over-bump-factor':
      return new DomainError('TX_NOT_REPLACEABLE', { hint: 'More than transactions.max_fee_bump_factor or the request allows.' });
    case 'offer-too-low':
      return issue('maxFeePerGas', 'min', 'both fees must be at least 12.5 % above those before');
    case 'insufficient-funds':
      return new DomainError('INSUFFICIENT_FOR_FEE');
    case 'over-fee-cap':
      return new DomainError('POLICY_DENIED', { details: { transactionId: id, denyCode: 'FEE_TOO_HIGH' } });
    case 'over-budget':
      return new DomainError('POLICY_DENIED', {
        details: { transactionId: id, denyCode: 'FEE_TOO_HIGH' },
        hint: 'The fees of a day are used up; the master password can do it.',
      });
  }
}
