import { DomainError, networkOf, type ChainPort } from '@waiaas/core';
import { holdingKey, type PreparedTx } from '@waiaas/pipeline';
import { surveyOf, type DecidedOperation } from '@waiaas/policy';
import type { BalanceChange } from '@waiaas/api-types';

type Asset = Pick<BalanceChange, 'asset' | 'symbol' | 'decimals'>;

const MOVES: ReadonlySet<string> = new Set(['TOKEN_TRANSFER', 'NFT_TRANSFER']);
const PAYS: ReadonlySet<string> = new Set(['TRANSFER', 'CONTRACT_CALL', 'CONTRACT_DEPLOY']);

/** Of tokens that move inside a call, base units by address. */
export type Balances = ReadonlyMap<string, bigint>;

const MOST_READ = 20;

/** What the wallet has of tokens that a call moves. Those the request names itself are among the facts. */
export async function readBalances(chain: ChainPort, { intent, request, facts }: PreparedTx): Promise<Balances> {
  const known = new Set(facts.holdings.map(({ token }) => token));
  const inside = surveyOf(request, facts.tokenAccounts).tokens.filter((token) => !known.has(token));
  const read = inside.slice(0, MOST_READ).map(async (token) => [token, await balanceOf(chain, intent.from, token)] as const);
  return new Map(await Promise.all(read));
}

async function balanceOf(chain: ChainPort, owner: string, token: string): Promise<bigint> {
  try {
    return await chain.tokenBalance(owner, token);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'TOKEN_NOT_FOUND') return 0n;
    throw error;
  }
}

/** What leaves the wallet at most: fee and coins, then each token, those that move inside a call among them. */
export function balanceChangesOf(
  prepared: PreparedTx,
  balances: Balances,
  operations: readonly DecidedOperation[],
): readonly BalanceChange[] {
  const { intent, facts } = prepared;
  const network = networkOf(intent.network);
  const coin = { asset: 'native', symbol: network.nativeSymbol, decimals: network.nativeDecimals };
  const coins = operations.filter(({ kind, asset }) => PAYS.has(kind) && asset === 'native');
  const paid = coins.reduce((sum, { amount }) => sum + (amount ?? 0n), 0n);
  const held = new Map([...balances, ...ownHoldings(prepared)]);
  return [
    change(coin, facts.nativeBalance, facts.fee.maxFee + paid),
    ...[...movedOf(prepared, operations)].map(([key, { asset, amount }]) => change(asset, held.get(key) ?? 0n, amount)),
  ];
}

/** Whether the balances cover what the request itself moves. What a call moves may be somebody else's: the simulation tells. */
export function coversOwn(prepared: PreparedTx, changes: readonly BalanceChange[]): boolean {
  const own = new Map(ownHoldings(prepared));
  return changes.every(({ asset, afterBalance }) => !afterBalance.startsWith('-') || !(asset === 'native' || own.has(asset)));
}

function ownHoldings({ facts }: PreparedTx): readonly (readonly [string, bigint])[] {
  return facts.holdings.map(({ token, tokenId, amount }) => [holdingKey(token, tokenId), amount]);
}

interface Moved {
  readonly asset: Asset;
  readonly amount: bigint;
}

function movedOf(prepared: PreparedTx, operations: readonly DecidedOperation[]): ReadonlyMap<string, Moved> {
  const moved = new Map<string, Moved>();
  for (const operation of operations.filter(({ kind, asset }) => MOVES.has(kind) && asset !== null)) {
    const asset = assetOf(prepared, operation);
    const amount = operation.amount ?? 1n;
    const sum = (moved.get(asset.asset)?.amount ?? 0n) + amount;
    moved.set(asset.asset, { asset, amount: sum });
  }
  return moved;
}

/** A Solana mint is itself the NFT; elsewhere its id tells it from the others of its collection. */
function assetOf({ intent, symbols }: PreparedTx, { asset, tokenId, decimals }: DecidedOperation): Asset {
  const address = asset ?? '';
  const id = intent.chain === 'solana' ? undefined : (tokenId ?? undefined);
  return { asset: holdingKey(address, id), symbol: symbols.get(address) ?? '', decimals: decimals ?? 0 };
}

function change(asset: Asset, balance: bigint, out: bigint): BalanceChange {
  return {
    ...asset,
    currentBalance: balance.toString(),
    changeAmount: `-${out.toString()}`,
    afterBalance: (balance - out).toString(),
  };
}
