import type { TokenFacts } from './chain.port.js';

/** What a token is counted and handled by. Its name and symbol are text anybody may change. */
export type TokenIdentity = Pick<TokenFacts, 'decimals' | 'standard' | 'extensions'>;

/** Whether two readings are of the same token: decimals, standard and extensions alike; or of none, both. */
export function isSameToken(one: TokenIdentity | undefined, other: TokenIdentity | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  const isAlike = one.decimals === other.decimals && one.standard === other.standard;
  return isAlike && extensionsOf(one) === extensionsOf(other);
}

function extensionsOf({ extensions }: TokenIdentity): string {
  return [...(extensions ?? [])].sort().join(' ');
}
