import { DomainError, networkOf, type ChainPort, type NetworkName, type PricePort } from '@waiaas/core';
import { surveyOf, type PolicyContext, type PolicyRequest, type Survey } from '@waiaas/policy';
import type { CodeElsewherePort } from '../../ports/code-elsewhere.port.js';
import type { LedgerPort, ListedAddresses } from '../../ports/ledger.port.js';
import type { KnownToken, TokenSourcePort } from '../../ports/token-source.port.js';
import { knownPrices, type KnownPrice } from './known-prices.js';
import { policyTokens } from './policy-tokens.js';

/** Where facts come from. */
export interface PrepareContext {
  readonly chain: ChainPort;
  readonly prices: PricePort;
  readonly ledger: LedgerPort;
  readonly tokens: TokenSourcePort;
  readonly elsewhere: CodeElsewherePort;
}

/** A request of one wallet in the form the policies speak, and what the chain has told about its token accounts. */
export interface LiveSubject {
  readonly network: NetworkName;
  readonly walletId: string;
  /** Address of the wallet. */
  readonly from: string;
  readonly request: PolicyRequest;
  readonly tokenAccounts: NonNullable<PolicyContext['tokenAccounts']>;
}

export interface LiveFacts {
  readonly context: PolicyContext;
  readonly prices: readonly KnownPrice[];
  /** Of the policies that were looked at for what to ask. */
  readonly policySetVersion: number;
  /** Of the tokens that were asked about, for display: untrusted text. */
  readonly symbols: ReadonlyMap<string, string>;
}

/** More addresses than any honest request names. What lies beyond stays unknown, and unknown is not cheap. */
const MOST = 64;

/** Everything a verdict wants to know beside the request itself: from registry, chain, prices and the wallet's own past. */
export async function liveFacts(ports: PrepareContext, subject: LiveSubject): Promise<LiveFacts> {
  const { network, tokenAccounts } = subject;
  const survey = surveyOf(subject.request, tokenAccounts);
  const listed = await ports.ledger.listed(subject.walletId);
  const [tokens, withoutCode, codeElsewhere] = await Promise.all([
    ports.tokens.facts(network, [...new Set([...survey.tokens, ...contractsToRead(survey, network)])].slice(0, MOST)),
    withoutCodeAmong(ports.chain, contractsOf(survey, network)),
    ports.elsewhere.among(network, survey.recipients.filter((address) => listed.recipients.has(address)).slice(0, MOST)),
  ]);
  const [prices, tokenContracts, familiar] = await Promise.all([
    knownPrices(
      ports,
      subject,
      survey.tokens.filter((address) => isFungible(tokens.get(address))),
    ),
    tokenContractsAmong(ports.chain, subject, { survey, tokens, listed }),
    familiarAmong(ports.ledger, subject, { survey, tokens, listed }),
  ]);
  const known = policyTokens(
    subject.request.chain,
    tokens,
    survey.revoked.filter((address) => !familiar.has(address)),
  );
  const context = { tokens: known, tokenAccounts, tokenContracts, withoutCode, codeElsewhere };
  const symbols = new Map([...tokens].map(([address, { symbol }]) => [address, symbol]));
  return { context, prices, policySetVersion: listed.policySetVersion, symbols };
}

function isFungible(token: KnownToken | undefined): boolean {
  return token !== undefined && token.standard !== 'ERC-721' && token.standard !== 'ERC-1155';
}

/** A Solana program is no token; on EVM a contract may be one. */
function contractsToRead({ unread }: Survey, network: NetworkName): readonly string[] {
  return networkOf(network).chain === 'ethereum' ? unread : [];
}

/** On Solana delegates are accounts like any other, and mints are asked about as tokens. */
function contractsOf({ contracts, spenders, tokens }: Survey, network: NetworkName): readonly string[] {
  if (networkOf(network).chain === 'ethereum') return [...new Set([...contracts, ...spenders])];
  return contracts.filter((address) => !tokens.includes(address));
}

async function withoutCodeAmong(chain: ChainPort, addresses: readonly string[]): Promise<readonly string[]> {
  const [asked, beyond] = [addresses.slice(0, MOST), addresses.slice(MOST)];
  return [...(asked.length === 0 ? [] : await chain.withoutCode(asked)), ...beyond];
}

interface Known {
  readonly survey: Survey;
  readonly tokens: ReadonlyMap<string, KnownToken>;
  readonly listed: ListedAddresses;
}

/** Called contracts that are tokens: registered, listed, answering for themselves, or held by the wallet. */
async function tokenContractsAmong(
  chain: ChainPort,
  { from, network }: LiveSubject,
  { survey, tokens, listed }: Known,
): Promise<readonly string[]> {
  const unread = contractsToRead(survey, network);
  const isToken = (address: string): boolean => tokens.has(address) || listed.tokens.has(address);
  const unsure = unread.filter((address) => !isToken(address));
  const held = await Promise.all(unsure.slice(0, MOST).map((address) => isHeld(chain, from, address)));
  return [...unread.filter(isToken), ...unsure.filter((_, index) => held[index] ?? true)];
}

async function isHeld(chain: ChainPort, owner: string, contract: string): Promise<boolean> {
  try {
    return (await chain.tokenBalance(owner, contract)) > 0n;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'TOKEN_NOT_FOUND') return false;
    throw error;
  }
}

/** Tokens this wallet has to do with: others may be bait, and nothing about them is free. */
async function familiarAmong(
  ledger: LedgerPort,
  { walletId, network }: LiveSubject,
  { survey, tokens, listed }: Known,
): Promise<ReadonlySet<string>> {
  const near = survey.revoked.filter((address) => tokens.get(address)?.isRegistered === true || listed.tokens.has(address));
  const far = survey.revoked.filter((address) => !near.includes(address));
  const approved = far.length === 0 ? [] : await ledger.approvedTokens(walletId, network, far);
  return new Set([...near, ...approved]);
}
