import {
  DomainError,
  err,
  hashJson,
  networkOf,
  ok,
  parseHumanAmount,
  validationError,
  type ChainFacts,
  type ChainPort,
  type Intent,
  type JsonValue,
  type Network,
  type NetworkName,
  type PricePort,
  type PriceQuote,
  type Result,
  type TokenFacts,
} from '@waiaas/core';
import type { LedgerPort } from '../ports/ledger.port.js';
import type { WalletSnapshot } from '../ports/rows.js';
import type { ParsedSend } from './parse.stage.js';

export interface PrepareContext {
  readonly chain: ChainPort;
  readonly prices: PricePort;
  readonly ledger: LedgerPort;
}

/** A price as it was known when the request was judged. */
export interface KnownPrice {
  readonly network: NetworkName;
  readonly asset: string;
  readonly quote: PriceQuote;
}

/** A request with everything the verdict needs. No network is asked after this. */
export interface PreparedTx {
  readonly intent: Intent;
  readonly requestHash: string;
  readonly token: TokenFacts | undefined;
  readonly facts: ChainFacts;
  readonly prices: readonly KnownPrice[];
}

/** Resolves token facts, makes the canonical request and its hash, then gathers what the verdict wants to know. */
export async function prepareSend(
  context: PrepareContext,
  wallet: WalletSnapshot,
  parsed: ParsedSend,
): Promise<Result<PreparedTx, DomainError>> {
  const token = parsed.token === undefined ? undefined : await context.chain.token(parsed.token.address);
  const known = checkToken(parsed, token);
  if (!known.ok) return known;
  const amount = baseAmount(parsed, token);
  if (!amount.ok) return amount;
  const intent = canonicalIntent(wallet, parsed, amount.value, token);
  return ok(await gatherFacts(context, intent, token));
}

/** Facts for an intent that exists already: the second look before a delayed or approved request runs. */
export async function prepareAgain(context: PrepareContext, intent: Intent): Promise<PreparedTx> {
  const token = intent.type === 'TOKEN_TRANSFER' ? await context.chain.token(intent.token.address) : undefined;
  return gatherFacts(context, intent, token);
}

/** SHA-256 of the RFC 8785 text of the canonical request. */
export function requestHashOf(intent: Intent): string {
  return hashJson(intent as unknown as JsonValue);
}

async function gatherFacts(context: PrepareContext, intent: Intent, token: TokenFacts | undefined): Promise<PreparedTx> {
  const [facts, prices] = await Promise.all([context.chain.gather(intent), knownPrices(context, intent)]);
  return { intent, requestHash: requestHashOf(intent), token, facts, prices };
}

async function knownPrices(context: PrepareContext, intent: Intent): Promise<readonly KnownPrice[]> {
  const wanted = new Map<string, { network: NetworkName; asset: string }>();
  const want = (network: NetworkName, asset: string): void => void wanted.set(`${network} ${asset}`, { network, asset });
  want(intent.network, 'native');
  if (intent.type === 'TOKEN_TRANSFER') want(intent.network, intent.token.address);
  for (const { network, asset } of await context.ledger.unvaluedAssets(intent.walletId)) want(network, asset);
  const assets = [...wanted.values()];
  const quotes = await context.prices.quotes(assets.map(({ network, asset }) => ({ network: networkOf(network), asset })));
  return assets.flatMap((entry, index) => {
    const quote = quotes[index];
    return quote === undefined ? [] : [{ ...entry, quote }];
  });
}

function checkToken(parsed: ParsedSend, token: TokenFacts | undefined): Result<void, DomainError> {
  if (parsed.token === undefined) return ok(undefined);
  if (token === undefined || token.standard === 'ERC-721' || token.standard === 'ERC-1155') {
    return err(new DomainError('TOKEN_NOT_FOUND', { hint: 'No fungible token answers at token.address on this network.' }));
  }
  const stated = parsed.token.statedDecimals;
  if (stated !== undefined && stated !== token.decimals) {
    return err(
      new DomainError('TOKEN_METADATA_MISMATCH', {
        details: { issues: [{ path: 'token.decimals', code: 'differs', message: `the chain says ${String(token.decimals)}` }] },
      }),
    );
  }
  return ok(undefined);
}

function baseAmount(parsed: ParsedSend, token: TokenFacts | undefined): Result<bigint, DomainError> {
  if ('base' in parsed.amount) return ok(parsed.amount.base);
  const decimals = token?.decimals ?? nativeDecimals(parsed.network);
  const value = parseHumanAmount(parsed.amount.human, decimals);
  return value === undefined
    ? err(
        validationError([
          { path: 'humanAmount', code: 'isHumanAmount', message: `must be digits with at most ${String(decimals)} decimals` },
        ]),
      )
    : ok(value);
}

function nativeDecimals(network: Network): number {
  return network.nativeDecimals;
}

function canonicalIntent(wallet: WalletSnapshot, parsed: ParsedSend, amount: bigint, token: TokenFacts | undefined): Intent {
  const common = {
    walletId: wallet.id,
    chain: wallet.chain,
    network: parsed.network.name,
    from: wallet.address,
    ...(parsed.memo === undefined ? {} : { memo: parsed.memo }),
    ...(parsed.gasCondition === undefined ? {} : { gasCondition: parsed.gasCondition }),
  };
  return token === undefined
    ? { type: 'TRANSFER', to: parsed.to, amount: amount.toString(), ...common }
    : {
        type: 'TOKEN_TRANSFER',
        to: parsed.to,
        amount: amount.toString(),
        token: { address: token.address, decimals: token.decimals },
        ...common,
      };
}
