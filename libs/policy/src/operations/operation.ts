import type { Chain, Tier } from '@waiaas/core';
import type { RequestType } from '../request.js';

/** One thing a request does, as it was asked for or as it was found in calldata or typed data. */
export interface Operation {
  /** Place in the request: `1.0` is the first thing inside its second instruction. */
  readonly path: string;
  readonly kind: Exclude<RequestType, 'BATCH'>;
  readonly chain: Chain;
  readonly network: string | undefined;
  /** Who gets what is moved. */
  readonly to?: string;
  /** The called contract, or the Solana program. */
  readonly contract?: string;
  readonly token?: string;
  readonly spender?: string;
  /** Which NFT of a collection, where it is one and known. */
  readonly tokenId?: string;
  /** Base units; for calls the attached value. Undefined where it is unknown, for calls where there is none. */
  readonly amount?: bigint;
  /** 0x and 8 hex digits; of the request itself as it was written. */
  readonly selector?: string;
  readonly isUnlimited: boolean;
  readonly isRevocation: boolean;
  /** Nobody can tell what it does. */
  readonly isOpaque: boolean;
  /** A tier it takes whatever lists say. */
  readonly demands?: Tier;
  /** It runs another contract's code in the account's own name: only one that somebody answers for may be taken at its word. */
  readonly isDelegated?: boolean;
}

/** An operation before its place in the request is known. */
export type Draft = Omit<Operation, 'path'>;

type Given = { readonly [K in keyof Draft]?: Draft[K] | undefined } & Pick<Operation, 'kind'>;

/** What was found, with what is inside it. */
export interface Finding {
  readonly draft: Draft;
  readonly inner: readonly Finding[];
}

/** Where a request is judged. */
export interface Site {
  readonly chain: Chain;
  readonly network: string | undefined;
}

export function draft({ chain, network }: Site, given: Given): Draft {
  const members = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Pick<Draft, 'kind'>;
  return { isUnlimited: false, isRevocation: false, isOpaque: false, ...members, chain, network };
}

/** What cannot be judged: opaque, and a human is asked whatever lists say. */
export function unreadable(one: Draft): Draft {
  return { ...one, isOpaque: true, demands: 'APPROVAL' };
}

/** Depth first: each finding, then what is inside it. */
export function flatten(finding: Finding, path: string): readonly Operation[] {
  const inner = finding.inner.flatMap((one, index) => flatten(one, `${path}.${String(index)}`));
  return [{ ...finding.draft, path }, ...inner];
}
