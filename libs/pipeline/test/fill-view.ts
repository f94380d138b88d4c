import type { ChainPort } from '@waiaas/core';
import { compilePolicies, POLICY_SETTINGS_DEFAULTS } from '@waiaas/policy';
import type { LedgerView, NewTransaction, PrepareContext, TransactionRow } from '../src/index.js';
import type { MemoryStore } from './memory-store.js';

const VERSION = 1;

/** Where the facts of a transfer of the coin come from: the chain; nothing has a price. */
export function prepareContext(chain: ChainPort): PrepareContext {
  return {
    chain,
    prices: {
      quotes: (assets: readonly unknown[]) =>
        Promise.resolve(assets.map(() => ({ status: 'unavailable', usd: null, ageSeconds: 0, quotes: [] }))),
    },
    ledger: {
      listed: () => Promise.resolve({ policySetVersion: VERSION, tokens: new Set(), recipients: new Set() }),
      unvaluedAssets: () => Promise.resolve([]),
      approvedTokens: () => Promise.resolve([]),
    },
    tokens: { facts: () => Promise.resolve(new Map()) },
    elsewhere: { among: () => Promise.resolve([]) },
  } as unknown as PrepareContext;
}

/** The locked view of the one wallet, without policies: what is not allowed is denied. */
export function fillView(store: MemoryStore, isFrozen: boolean): LedgerView {
  return {
    wallet: { id: 'wallet', chain: 'ethereum', address: 'sender', status: 'ACTIVE', ownerState: 'NONE', ownerAddress: null },
    session: null,
    isSystemLocked: isFrozen,
    policies: compilePolicies([]),
    policySetVersion: VERSION,
    settings: POLICY_SETTINGS_DEFAULTS,
    history: () => Promise.resolve([]),
    promised: () => Promise.resolve({ native: 0n, tokens: new Map() }),
    insert: async (row: NewTransaction) => {
      await store.insert(rowOf(row));
      return true;
    },
  } as unknown as LedgerView;
}

function rowOf({ intent, at, ...row }: NewTransaction): TransactionRow {
  const { walletId, chain, network } = intent;
  const open = { servedTier: null, approval: null, txHash: null, revision: 0, policySetVersion: VERSION, createdAt: at };
  return { ...row, ...open, intent, walletId, chain, network };
}
