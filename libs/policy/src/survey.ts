import { canonicalAddress } from '@waiaas/core';
import type { Facts, PolicyContext } from './facts.js';
import { operationsOf } from './operations/operations-of.js';
import type { Operation } from './operations/operation.js';
import type { PolicyRequest } from './request.js';
import { POLICY_SETTINGS_DEFAULTS } from './settings.js';

/** Canonical addresses a request has to do with, each once: what registry and chain are asked about before a verdict. */
export interface Survey {
  /** Tokens and collections of which something is moved or granted. */
  readonly tokens: readonly string[];
  /** Called contracts and programs, and collections. */
  readonly contracts: readonly string[];
  readonly spenders: readonly string[];
  readonly recipients: readonly string[];
  /** Called contracts of which nobody can tell what they are made to do. */
  readonly unread: readonly string[];
  /** Tokens of which an allowance is taken back, if they are what they seem. */
  readonly revoked: readonly string[];
}

function bareFacts(context: PolicyContext): Facts {
  return {
    ...{ walletId: '', ownerState: 'NONE', now: 0, history: [], prices: [], session: null },
    settings: POLICY_SETTINGS_DEFAULTS,
    context,
  };
}

function isRevoking({ kind, amount, isRevocation }: Operation): boolean {
  return kind === 'APPROVE' && (isRevocation || amount === 0n);
}

/**
 * A first reading of a request, with nothing known of its tokens: whatever they turn out to be, no other address will play a part.
 * `tokenAccounts` are those the chain told of already.
 */
export function surveyOf(request: PolicyRequest, tokenAccounts: NonNullable<PolicyContext['tokenAccounts']> = []): Survey {
  const operations = operationsOf(request, bareFacts({ tokenAccounts }));
  const each = (pick: (operation: Operation) => string | undefined): readonly string[] => {
    const found = operations.flatMap((operation) => {
      const address = pick(operation);
      return address === undefined ? [] : (canonicalAddress(operation.chain, address) ?? []);
    });
    return [...new Set(found)];
  };
  return {
    tokens: each(({ token }) => token),
    contracts: each((one) => (one.kind === 'NFT_TRANSFER' ? one.token : one.contract)),
    spenders: each(({ spender }) => spender),
    recipients: each(({ to }) => to),
    unread: each((one) => (one.isOpaque ? one.contract : undefined)),
    revoked: each((one) => (isRevoking(one) ? one.token : undefined)),
  };
}
