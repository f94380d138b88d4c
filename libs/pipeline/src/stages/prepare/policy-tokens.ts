import type { Chain } from '@waiaas/core';
import type { PolicyContext } from '@waiaas/policy';
import type { KnownToken } from '../../ports/token-source.port.js';

type PolicyToken = NonNullable<PolicyContext['tokens']>[number];

/** Extensions by which somebody else moves, stops or hides what one holds (and those nobody here can name). */
const RISKY: ReadonlySet<string> = new Set([
  'transfer-hook',
  'permanent-delegate',
  'pausable-config',
  'non-transferable',
  'confidential-transfer-mint',
  'confidential-transfer-fee-config',
  'confidential-mint-burn',
  'unknown',
]);

function policyToken(chain: Chain, token: KnownToken): PolicyToken {
  return {
    chain,
    address: token.address,
    decimals: token.decimals,
    standard: token.standard === 'SPL-2022' ? 'SPL' : token.standard,
    hasRiskyExtension: (token.extensions ?? []).some((extension) => RISKY.has(extension)),
  };
}

/** Tokens as the policies know them, those marked that nobody here has had to do with. */
export function policyTokens(
  chain: Chain,
  tokens: ReadonlyMap<string, KnownToken>,
  unfamiliar: readonly string[],
): readonly PolicyToken[] {
  const marked = new Set(unfamiliar);
  const known = [...tokens].map(([address, token]): PolicyToken => ({
    ...policyToken(chain, token),
    ...(marked.has(address) ? { isUnfamiliar: true } : {}),
  }));
  const nameless = unfamiliar.filter((address) => !tokens.has(address));
  return [...known, ...nameless.map((address): PolicyToken => ({ chain, address, isUnfamiliar: true }))];
}
