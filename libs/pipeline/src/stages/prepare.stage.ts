import {
  canonicalJson,
  DomainError,
  err,
  networkOf,
  ok,
  sha256Hex,
  type ChainFacts,
  type Intent,
  type JsonValue,
  type Result,
} from '@waiaas/core';
import type { PolicyContext, PolicyRequest } from '@waiaas/policy';
import type { WalletSnapshot } from '../ports/rows.js';
import { policyRequestOf } from '../values/policy-request.js';
import type { ParsedSend } from './parse/parsed-send.js';
import type { KnownPrice } from './prepare/known-prices.js';
import { liveFacts, type PrepareContext } from './prepare/live-facts.js';
import { resolveBody, tokensNamed, type KnownTokens } from './prepare/resolve-body.js';

/** What lists show of an amount: the token's own symbol is untrusted text. */
export interface ShownAsset {
  readonly symbol: string;
  readonly decimals: number;
}

/** A request with everything the verdict needs. No network is asked after this. */
export interface PreparedTx {
  readonly intent: Intent;
  readonly requestHash: string;
  /** The request in the form the policies speak. */
  readonly request: PolicyRequest;
  readonly facts: ChainFacts;
  readonly context: PolicyContext;
  readonly prices: readonly KnownPrice[];
  /** The facts were asked for with these policies in view. */
  readonly policySetVersion: number;
  /** Undefined where there is no one asset to show. */
  readonly shown: ShownAsset | undefined;
  /** Symbols of the tokens the request has to do with, for display: untrusted text. */
  readonly symbols: ReadonlyMap<string, string>;
}

/** Resolves token facts, makes the canonical request and its hash, then gathers what the verdict wants to know. */
export async function prepareSend(
  context: PrepareContext,
  wallet: WalletSnapshot,
  parsed: ParsedSend,
): Promise<Result<PreparedTx, DomainError>> {
  const tokens = await context.tokens.facts(parsed.network.name, tokensNamed(parsed.body));
  const intent = resolved(wallet, parsed, tokens);
  return intent.ok ? ok(await gatherFacts(context, intent.value, tokens)) : intent;
}

/** Facts for an intent that exists already: the second look before a delayed or approved request runs. */
export async function prepareAgain(context: PrepareContext, intent: Intent): Promise<PreparedTx> {
  return gatherFacts(context, intent, await context.tokens.facts(intent.network, tokensOf(intent)));
}

/** SHA-256 of the RFC 8785 text of the canonical request. */
export function requestHashOf(intent: Intent): string {
  return sha256Hex(requestTextOf(intent));
}

/** The RFC 8785 text of the canonical request. */
export function requestTextOf(intent: Intent): string {
  return canonicalJson(intent as unknown as JsonValue);
}

function resolved(wallet: WalletSnapshot, parsed: ParsedSend, tokens: KnownTokens): Result<Intent, DomainError> {
  try {
    return ok({
      ...resolveBody(parsed.network, parsed.body, tokens),
      walletId: wallet.id,
      chain: wallet.chain,
      network: parsed.network.name,
      from: wallet.address,
      ...(parsed.memo === undefined ? {} : { memo: parsed.memo }),
      ...(parsed.gasCondition === undefined ? {} : { gasCondition: parsed.gasCondition }),
    });
  } catch (refusal) {
    if (refusal instanceof DomainError) return err(refusal);
    throw refusal;
  }
}

function tokensOf(intent: Intent): readonly string[] {
  const instructions = intent.type === 'BATCH' ? intent.instructions : [intent];
  return [...new Set(instructions.flatMap((one) => ('token' in one ? [one.token.address] : [])))];
}

async function gatherFacts(context: PrepareContext, intent: Intent, tokens: KnownTokens): Promise<PreparedTx> {
  const { network, walletId, from } = intent;
  const facts = await context.chain.gather(intent);
  const { tokenAccounts } = facts;
  const request = policyRequestOf(intent, tokenAccounts);
  const live = await liveFacts(context, { network, walletId, from, request, tokenAccounts });
  return {
    intent,
    requestHash: requestHashOf(intent),
    request,
    facts,
    ...live,
    shown: shownAsset(intent, tokens),
  };
}

function shownAsset(intent: Intent, tokens: KnownTokens): ShownAsset | undefined {
  if (intent.type === 'BATCH') return undefined;
  const { nativeSymbol, nativeDecimals } = networkOf(intent.network);
  if (!('token' in intent)) return { symbol: nativeSymbol, decimals: nativeDecimals };
  const known = tokens.get(intent.token.address);
  return { symbol: known?.symbol ?? '', decimals: known?.decimals ?? 0 };
}
