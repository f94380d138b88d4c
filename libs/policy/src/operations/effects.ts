import type { Facts } from '../facts.js';
import { isCollection, knownToken } from '../value/asset.js';
import { draft, type Draft, type Finding, type Site } from './operation.js';

/** What a call, an instruction or a signature does to what the wallet owns. */
export type Effect =
  | { readonly kind: 'native'; readonly to: string; readonly amount: bigint | undefined }
  | { readonly kind: 'token'; readonly token: string; readonly to: string | undefined; readonly amount: bigint }
  | { readonly kind: 'nft'; readonly token: string; readonly to: string; readonly tokenId?: bigint }
  /** The same bytes move a token or an NFT: what the contract is decides. */
  | { readonly kind: 'tokenOrNft'; readonly token: string; readonly to: string; readonly amount: bigint }
  | {
      readonly kind: 'allowance';
      readonly token: string;
      readonly spender: string;
      readonly amount: bigint;
      /** Width of the field the amount stands in. */
      readonly bits: number;
      /** Adds to what was granted before, or hands on a call with it: zero takes nothing back. */
      readonly isNeverRevocation?: boolean;
    }
  | { readonly kind: 'unlimited'; readonly token: string; readonly spender: string | undefined }
  | { readonly kind: 'revocation'; readonly token: string; readonly spender: string | undefined };

type Allowance = Extract<Effect, { kind: 'allowance' }>;

/** What facts say about a token contract. */
export interface TokenNature {
  readonly isNft: boolean;
  /** Undefined where neither facts nor the request know them. */
  readonly decimals: number | undefined;
  readonly isKnown: boolean;
  /** Nobody here has had to do with it: an allowance of nothing is judged as any other. */
  readonly isUnfamiliar: boolean;
}

export function natureOf({ context }: Pick<Facts, 'context'>, { chain }: Site, token: string): TokenNature {
  const known = knownToken(context, { chain, asset: token });
  const isNft = isCollection(context, { chain, asset: token });
  const isKnown = known?.standard !== undefined || known?.decimals !== undefined;
  return { isNft, decimals: known?.decimals, isKnown, isUnfamiliar: known?.isUnfamiliar === true };
}

// What wallets and contracts write for "no limit" when they do not write the maximum of the field.
const NO_LIMIT: ReadonlySet<bigint> = new Set([2n ** 96n - 1n, 2n ** 128n - 1n, 2n ** 160n - 1n]);

/** Half the maximum of its field, or a figure that is known to mean "no limit". */
export function isUnlimitedAmount(amount: bigint, bits: number): boolean {
  return amount >= 2n ** BigInt(bits - 1) - 1n || NO_LIMIT.has(amount);
}

function allowanceDraft(facts: Pick<Facts, 'context'>, site: Site, effect: Allowance): Draft {
  const { token, spender, amount, bits } = effect;
  const nature = natureOf(facts, site, token);
  // The figure is the id of an NFT: it has no value anybody could tell, and zero is an id as any other.
  if (nature.isNft) return draft(site, { kind: 'APPROVE', token, spender, tokenId: amount.toString() });
  const hasDecimals = nature.decimals !== undefined;
  return draft(site, {
    kind: 'APPROVE',
    token,
    spender,
    amount,
    isUnlimited: isUnlimitedAmount(amount, bits),
    isRevocation: amount === 0n && hasDecimals && effect.isNeverRevocation !== true && !nature.isUnfamiliar,
  });
}

function revocationDraft(
  facts: Pick<Facts, 'context'>,
  site: Site,
  { token, spender }: Extract<Effect, { kind: 'revocation' }>,
): Draft {
  const isRevocation = !natureOf(facts, site, token).isUnfamiliar;
  return draft(site, { kind: 'APPROVE', token, spender, amount: 0n, isRevocation });
}

/** What facts say it is; both where they do not know. */
function viewsOf(facts: Pick<Facts, 'context'>, site: Site, effect: Extract<Effect, { kind: 'tokenOrNft' }>): readonly Effect[] {
  const { isKnown, isNft } = natureOf(facts, site, effect.token);
  const { token, to, amount: tokenId } = effect;
  const asNft: Effect = { kind: 'nft', token, to, tokenId };
  const asToken: Effect = { ...effect, kind: 'token' };
  if (!isKnown) return [asNft, asToken];
  return [isNft ? asNft : asToken];
}

function draftsOf(facts: Pick<Facts, 'context'>, site: Site, effect: Effect): readonly Draft[] {
  switch (effect.kind) {
    case 'native':
      return [draft(site, { kind: 'TRANSFER', to: effect.to, amount: effect.amount })];
    case 'token':
      return [draft(site, { kind: 'TOKEN_TRANSFER', token: effect.token, to: effect.to, amount: effect.amount })];
    case 'nft':
      return [draft(site, { kind: 'NFT_TRANSFER', token: effect.token, to: effect.to, tokenId: effect.tokenId?.toString() })];
    case 'tokenOrNft':
      return viewsOf(facts, site, effect).flatMap((view) => draftsOf(facts, site, view));
    case 'allowance':
      return [allowanceDraft(facts, site, effect)];
    case 'unlimited':
      return [draft(site, { kind: 'APPROVE', token: effect.token, spender: effect.spender, isUnlimited: true })];
    case 'revocation':
      return [revocationDraft(facts, site, effect)];
  }
}

/** Effects in the light of what facts know about the tokens they concern. */
export function findingsOf(facts: Pick<Facts, 'context'>, site: Site, effects: readonly Effect[]): readonly Finding[] {
  return effects.flatMap((effect) => draftsOf(facts, site, effect).map((one): Finding => ({ draft: one, inner: [] })));
}
