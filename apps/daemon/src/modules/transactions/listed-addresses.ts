import { canonicalAddress, chainOfAddress } from '@waiaas/core';
import type { ListedAddresses } from '@waiaas/pipeline';
import type { PolicySet } from '@waiaas/policy';

type Rules = Readonly<Record<string, unknown>>;

/** Canonical addresses the policies of a wallet name, those of rows in another's shadow too: asking about more does no harm. */
export function listedAddresses(set: PolicySet, policySetVersion: number): ListedAddresses {
  const namedBy = (type: string, read: (rules: Rules) => readonly unknown[]): ReadonlySet<string> =>
    new Set(set.policies.filter(({ row }) => row.type === type).flatMap(({ row }) => addressesIn(read(asRules(row.rules)))));
  return {
    policySetVersion,
    tokens: namedBy('ALLOWED_TOKENS', ({ tokens }) => asList(tokens).map((token) => asRules(token)['address'])),
    recipients: namedBy('WHITELIST', (rules) => asList(rules['allowed_addresses'])),
  };
}

function addressesIn(values: readonly unknown[]): readonly string[] {
  return values.flatMap((value) => {
    const chain = typeof value === 'string' ? chainOfAddress(value) : undefined;
    return chain === undefined ? [] : (canonicalAddress(chain, value as string) ?? []);
  });
}

// Rules that cannot be read deny everything anyway.
function asRules(value: unknown): Rules {
  return typeof value === 'object' && value !== null ? (value as Rules) : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
