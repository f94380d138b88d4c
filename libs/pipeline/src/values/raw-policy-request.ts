import type { Chain, NetworkName, RawOperation } from '@waiaas/core';
import type { PolicyRequest } from '@waiaas/policy';

type Site = { readonly chain: Chain; readonly network: NetworkName };

/** What a foreign transaction does, in the form the policies speak: one thing is that thing, several are a batch. */
export function rawPolicyRequest(site: Site, operations: readonly RawOperation[]): PolicyRequest {
  const parts = operations.map((operation) => partOf(site, operation));
  const [only, ...others] = parts;
  return only !== undefined && others.length === 0 ? only : { ...site, type: 'BATCH', instructions: parts };
}

function partOf(site: Site, operation: RawOperation): PolicyRequest {
  switch (operation.type) {
    case 'TRANSFER': {
      const { type, to, amount } = operation;
      return { ...site, type, to, ...(amount === null ? {} : { amount: BigInt(amount) }) };
    }
    case 'TOKEN_TRANSFER': {
      const { type, to, amount, token } = operation;
      return { ...site, type, to, amount: BigInt(amount), token: { address: token } };
    }
    case 'APPROVE': {
      const { type, spender, amount, token } = operation;
      return { ...site, type, amount: BigInt(amount), token: { address: token }, ...(spender === null ? {} : { spender }) };
    }
    case 'CONTRACT_CALL': {
      const { type, contractAddress, amount, calldata, accounts } = operation;
      const coins = site.chain === 'solana' ? {} : { amount: BigInt(amount) };
      return { ...site, type, contractAddress, calldata, ...coins, ...(accounts === undefined ? {} : { accounts }) };
    }
    case 'CONTRACT_DEPLOY':
      return { ...site, type: operation.type, amount: BigInt(operation.amount), calldata: operation.calldata };
  }
}
