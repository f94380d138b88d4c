import { isDeepStrictEqual } from 'node:util';
import type { CompletedTransaction, RawOperation, RawTransaction, RawTransactionPort, UnsignedTransaction } from '@waiaas/core';
import { DomainError } from '@waiaas/core';
import { isNonceAdvance } from '../decode/decode-instruction.js';
import type { RawInstruction } from '../decode/decoded-instruction.js';
import { readAccounts, type AccountState } from '../rpc/accounts.js';
import type { Endpoint } from '../rpc/endpoint.js';
import type { EndpointPool } from '../rpc/endpoint-pool.js';
import { BLOCKHASH_LIFETIME, lastHeight } from '../rpc/last-height.js';
import { isBlockhashKnown, readBlockHeight } from '../rpc/ledger.js';
import { completeWire } from './complete-wire.js';
import { computeBudgetOf, type ComputeBudget } from './compute-budget.js';
import { callOf, operationsOfInstruction, type KnownTokenAccount, type Reading } from './plain-operation.js';
import { rawFeeOf } from './raw-fee.js';
import { resolveInstructions, tablesOf } from './resolve-accounts.js';
import { accountsOfTokenPrograms, tokenAccountsOf } from './token-accounts.js';
import type { RawMessage } from './read-message.js';
import { readWire, type WireTransaction } from './wire-transaction.js';

/** Foreign transactions of a Solana cluster: legacy and version 0, tables resolved, with a blockhash that expires. */
export class SolanaRawTransactions implements RawTransactionPort {
  constructor(private readonly pool: EndpointPool) {}

  unsigned(raw: string, wallet: string): UnsignedTransaction {
    return unsignedOf(readWire(raw, wallet));
  }

  async read(raw: string, wallet: string): Promise<RawTransaction> {
    const wire = readWire(raw, wallet);
    const { message, walletIndex } = wire;
    const [{ instructions, tokenAccounts }, lastValidBlockHeight] = await Promise.all([
      this.#resolved(message),
      this.#lastHeightOf(message.blockhash),
    ]);
    refuseDurableNonce(instructions);
    const budget = computeBudgetOf(instructions);
    const isPaidByOther = walletIndex > 0;
    return {
      unsigned: unsignedOf(wire),
      operations: operationsOfAll(instructions, { wallet, tokenAccounts }),
      maxFee: isPaidByOther ? 0n : rawFeeOf(message.signers.length, instructions, budget),
      params: {
        kind: 'solana',
        blockhash: message.blockhash,
        lastValidBlockHeight,
        ...paramsOf(budget),
        ...(isPaidByOther ? { isPaidByOther } : {}),
      },
      tokenAccounts,
    };
  }

  complete(raw: string, wallet: string, signature: string): CompletedTransaction {
    return completeWire(readWire(raw, wallet), signature);
  }

  /** Accounts behind tables and owners of token accounts decide who is paid, so no node alone is believed about them. */
  async #resolved(message: RawMessage): Promise<Resolved> {
    if (isPlain(message)) return { instructions: resolveInstructions(message, new Map()), tokenAccounts: [] };
    return this.pool.agreed((endpoint) => resolveAt(endpoint, message), isDeepStrictEqual);
  }

  /** The last block that can hold it. */
  async #lastHeightOf(blockhash: string): Promise<number> {
    const [isKnown, heights] = await Promise.all([
      this.pool.read((endpoint) => isBlockhashKnown(endpoint, blockhash)),
      this.pool.readAll((endpoint) => readBlockHeight(endpoint, 'processed')),
    ]);
    if (!isKnown) {
      throw new DomainError('INVALID_TRANSACTION', {
        details: { reason: 'BLOCKHASH_UNKNOWN' },
        hint: 'Build the transaction again with a recent blockhash.',
      });
    }
    return lastHeight(heights) + BLOCKHASH_LIFETIME;
  }
}

interface Resolved {
  readonly instructions: readonly RawInstruction[];
  readonly tokenAccounts: readonly KnownTokenAccount[];
}

/** Names every account itself, and none of a token: no node has a say in who is paid. */
function isPlain(message: RawMessage): boolean {
  if (tablesOf(message).length > 0) return false;
  return accountsOfTokenPrograms(resolveInstructions(message, new Map())).length === 0;
}

async function resolveAt(endpoint: Endpoint, message: RawMessage): Promise<Resolved> {
  const instructions = resolveInstructions(message, await accountsAt(endpoint, tablesOf(message)));
  const named = await accountsAt(endpoint, accountsOfTokenPrograms(instructions));
  return { instructions, tokenAccounts: tokenAccountsOf(instructions, named) };
}

async function accountsAt(
  endpoint: Endpoint,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, AccountState | undefined>> {
  if (addresses.length === 0) return new Map();
  const accounts = await readAccounts(endpoint, addresses);
  return new Map(addresses.map((address, index) => [address, accounts[index]]));
}

function unsignedOf({ messageBytes }: WireTransaction): UnsignedTransaction {
  return { kind: 'solana-transaction', payload: Buffer.from(messageBytes).toString('hex') };
}

function paramsOf({ unitLimit, unitPriceMicroLamports }: ComputeBudget) {
  return {
    computeUnitLimit: unitLimit,
    computeUnitPriceMicroLamports: unitPriceMicroLamports.toString(),
    createsTokenAccount: false,
  };
}

/** A transaction that begins by advancing a durable nonce never expires; no other place for it is needed by anybody. */
function refuseDurableNonce(instructions: readonly RawInstruction[]): void {
  if (instructions.some(isNonceAdvance)) {
    throw new DomainError('UNSUPPORTED_TX_TYPE', { details: { reason: 'SOLANA_DURABLE_NONCE' } });
  }
}

/** Where nothing does anything, the calls themselves are what is asked for. */
function operationsOfAll(instructions: readonly RawInstruction[], reading: Reading): readonly RawOperation[] {
  const operations = instructions.flatMap((instruction) => operationsOfInstruction(instruction, reading));
  if (operations.length > 0) return operations;
  const calls = instructions.map(callOf);
  if (calls.length === 0) throw new DomainError('INVALID_TRANSACTION', { details: { reason: 'NO_INSTRUCTION' } });
  return calls;
}
