import {
  canonicalAddress,
  DomainError,
  type ChainFacts,
  type GasPrice,
  type Holding,
  type Intent,
  type SolanaTokenLeg,
} from '@waiaas/core';
import { buildMessage, lookupTables, type SolanaParams } from '../build/build-message.js';
import { instructionsOf } from '../build/contract-call.js';
import { operationsOf, type Operation } from '../build/operations.js';
import { decodeMessage } from '../decode/decode-message.js';
import { feeOf } from '../fees/fee.js';
import { choosePrice, type PriorityFee } from '../fees/priority-fee.js';
import type { Endpoint } from '../rpc/endpoint.js';
import type { EndpointPool } from '../rpc/endpoint-pool.js';
import { BLOCKHASH_LIFETIME, lastHeight } from '../rpc/last-height.js';
import { readBlockHeight, readLatestBlockhash, type LatestBlockhash } from '../rpc/ledger.js';
import { associatedAccount } from '../tokens/associated-account.js';
import { tokenAccountState, type MintState } from '../tokens/token-state.js';
import { agreedTables, lookupTablesOf } from './lookup-tables.js';
import { agreedTokenAccounts, namedTokenAccounts, readNamedAccounts, type KnownAccounts } from './named-accounts.js';
import type { RentMinimum } from './rent-minimum.js';
import { simulate, type Simulation } from './simulate.js';
import { BELOW_RENT, simulationErrorOf } from './simulation-error.js';
import { tokenLegs } from './token-legs.js';

export interface GatherContext {
  readonly pool: EndpointPool;
  readonly rent: RentMinimum;
  readonly priorityFee: PriorityFee;
}

const MAX_UNITS = 1_400_000;
const DEFAULT_UNITS = 200_000;
const TOKEN_ACCOUNT_BYTES = 165;
/** With the extensions an account takes over from its mint; an upper figure that the simulation corrects. */
const EXTENDED_TOKEN_ACCOUNT_BYTES = 300;

interface Ground {
  readonly intent: Intent;
  readonly accounts: KnownAccounts;
  readonly rentOfSystemAccount: bigint;
  readonly params: SolanaParams;
}

/** Everything the chain says about a request, read from one endpoint; the parameters are those of a simulation that ran. */
export async function gather(endpoint: Endpoint, context: GatherContext, intent: Intent): Promise<ChainFacts> {
  checkAddresses(intent);
  const ground = await readGround(endpoint, context, intent);
  const [{ run, programs }, tokenAccounts] = await Promise.all([
    simulateOn(endpoint, ground),
    agreedTokenAccounts(endpoint, context.pool, namedTokenAccounts(intent, ground.accounts)),
  ]);
  const params = measured(ground, run);
  const fee = feeOf(intent, params);
  const nativeBalance = ground.accounts.get(intent.from)?.lamports ?? 0n;
  const simulationError = run.err === null ? rentError(ground, nativeBalance - fee.maxFee) : simulationErrorOf(run.err, programs);
  return {
    nativeBalance,
    holdings: holdingsOf(intent, ground),
    fee,
    params,
    gasPrice: unitPriceOf(params),
    tokenAccounts,
    ...(simulationError === undefined ? {} : { simulationError }),
    simulationLogs: run.logs,
  };
}

function checkAddresses(intent: Intent): void {
  const named = [intent.from, ...operationsOf(intent).flatMap(addressesNamed)];
  if (named.some((address) => canonicalAddress('solana', address) !== address)) throw new DomainError('INVALID_ADDRESS');
}

function addressesNamed(operation: Operation): readonly string[] {
  switch (operation.type) {
    case 'TRANSFER':
      return [operation.to];
    case 'TOKEN_TRANSFER':
    case 'NFT_TRANSFER':
      return [operation.to, operation.token.address];
    case 'APPROVE':
      return [operation.spender, operation.token.address];
    case 'CONTRACT_CALL': {
      const instructions = instructionsOf(operation);
      const accounts = instructions.flatMap(({ programId, accounts: metas }) => [
        programId,
        ...metas.map(({ pubkey }) => pubkey),
      ]);
      return [operation.contractAddress, ...accounts, ...(operation.addressLookupTableAddresses ?? [])];
    }
  }
}

async function readGround(endpoint: Endpoint, context: GatherContext, intent: Intent): Promise<Ground> {
  const [accounts, latest, price, rentOfSystemAccount, plain, extended] = await Promise.all([
    readNamedAccounts(endpoint, intent),
    readBlockhash(endpoint, context.pool),
    choosePrice(endpoint, context.priorityFee, [intent.from]),
    context.rent.of(endpoint, 0),
    context.rent.of(endpoint, TOKEN_ACCOUNT_BYTES),
    context.rent.of(endpoint, EXTENDED_TOKEN_ACCOUNT_BYTES),
  ]);
  const rentOf = ({ program }: MintState): bigint => (program === 'spl-token' ? plain : extended);
  const tokens = tokenLegs(intent, accounts, rentOf);
  const tables = await agreedTables(endpoint, context.pool, lookupTablesOf(intent, accounts));
  const params: SolanaParams = {
    kind: 'solana',
    ...latest,
    computeUnitLimit: MAX_UNITS,
    computeUnitPriceMicroLamports: price.toString(),
    createsTokenAccount: tokens.some(({ rentLamports }) => rentLamports !== undefined),
    ...(tokens.length === 0 ? {} : { tokens }),
    ...(tables.length === 0 ? {} : { lookupTables: tables }),
  };
  return { intent, accounts, rentOfSystemAccount, params };
}

// Bytes are called dead by this height, so one endpoint alone does not name it.
async function readBlockhash(endpoint: Endpoint, pool: EndpointPool): Promise<LatestBlockhash> {
  const [latest, heights] = await Promise.all([
    readLatestBlockhash(endpoint),
    pool.askOthers(endpoint, (other) => readBlockHeight(other, 'processed')),
  ]);
  const bounds = heights.map((height) => height + BLOCKHASH_LIFETIME);
  return { ...latest, lastValidBlockHeight: lastHeight([latest.lastValidBlockHeight, ...bounds]) };
}

// With the price left out: it changes the fee alone, and at the full limit would count far too much of it.
async function simulateOn(
  endpoint: Endpoint,
  { intent, params }: Ground,
): Promise<{ readonly run: Simulation; readonly programs: readonly string[] }> {
  const message = buildMessage(intent, { ...params, computeUnitPriceMicroLamports: '0' });
  const run = await simulate(endpoint, message, createdBy(params).map(accountOf));
  const programs = decodeMessage(message, lookupTables(params))?.instructions.map(({ program }) => program) ?? [];
  return { run, programs };
}

function createdBy(params: SolanaParams): readonly SolanaTokenLeg[] {
  return (params.tokens ?? []).filter(({ rentLamports }) => rentLamports !== undefined);
}

function accountOf({ mint, to, program }: SolanaTokenLeg): string {
  return associatedAccount(mint, to ?? '', program);
}

/** The parameters with the limits the simulation showed: units plus a fifth, rent exactly. */
function measured({ intent, params }: Ground, run: Simulation): SolanaParams {
  const hasRun = run.err === null && run.unitsConsumed > 0;
  const units = hasRun ? Math.ceil((run.unitsConsumed * 12) / 10) : DEFAULT_UNITS * operationsOf(intent).length;
  const created = createdBy(params);
  const tokens = params.tokens?.map((leg) => {
    const lamports = run.err === null ? run.lamports[created.indexOf(leg)] : undefined;
    return lamports === undefined ? leg : { ...leg, rentLamports: lamports.toString() };
  });
  return { ...params, computeUnitLimit: Math.min(units, MAX_UNITS), ...(tokens === undefined ? {} : { tokens }) };
}

/** What is left of the sender must be nothing or rent-exempt; the simulation ran with a smaller fee and cannot know. */
function rentError({ intent, rentOfSystemAccount }: Ground, afterFee: bigint): string | undefined {
  const sent = operationsOf(intent).reduce((sum, operation) => {
    return operation.type === 'TRANSFER' && operation.to !== intent.from ? sum + BigInt(operation.amount) : sum;
  }, 0n);
  const left = afterFee - sent;
  return left > 0n && left < rentOfSystemAccount ? BELOW_RENT : undefined;
}

/** What a unit of compute is paid with is all tip. */
function unitPriceOf({ computeUnitPriceMicroLamports }: SolanaParams): GasPrice {
  const price = BigInt(computeUnitPriceMicroLamports);
  return { price, tip: price };
}

/** Each mint once that the request moves something of. */
function holdingsOf(intent: Intent, { accounts, params }: Ground): readonly Holding[] {
  const mints = operationsOf(intent).flatMap((operation) =>
    operation.type === 'TOKEN_TRANSFER' || operation.type === 'NFT_TRANSFER' ? [operation.token.address] : [],
  );
  return [...new Set(mints)].map((token) => {
    const program = params.tokens?.find(({ mint }) => mint === token)?.program ?? 'spl-token';
    const held = tokenAccountState(accounts.get(associatedAccount(token, intent.from, program)));
    return { token, amount: held?.owner === intent.from ? held.amount : 0n };
  });
}
