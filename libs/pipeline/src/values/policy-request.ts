import type { Approve, BatchInstruction, ContractCall, Intent, SolanaInstruction } from '@waiaas/core';
import type { PolicyContext, PolicyRequest } from '@waiaas/policy';

type TokenAccounts = NonNullable<PolicyContext['tokenAccounts']>;

interface Place {
  readonly chain: Intent['chain'];
  readonly network: Intent['network'];
  readonly tokenAccounts: TokenAccounts;
}

/**
 * The canonical request in the form the policies speak. Whoever is paid by way of a token account is its owner; a Solana call with
 * instructions around it is all of them, one after the other.
 */
export function policyRequestOf(intent: Intent, tokenAccounts: TokenAccounts = []): PolicyRequest {
  const place: Place = { chain: intent.chain, network: intent.network, tokenAccounts };
  if (intent.type === 'CONTRACT_DEPLOY')
    return { ...siteOf(place), type: 'CONTRACT_DEPLOY', amount: BigInt(intent.amount), calldata: intent.calldata };
  const parts = (intent.type === 'BATCH' ? intent.instructions : [intent]).flatMap((one) => requestsOf(place, one));
  const [only, ...others] = parts;
  if (intent.type !== 'BATCH' && only !== undefined && others.length === 0) return only;
  return { ...siteOf(place), type: 'BATCH', instructions: parts };
}

function siteOf({ chain, network }: Place): Pick<PolicyRequest, 'chain' | 'network'> {
  return { chain, network };
}

function requestsOf(place: Place, one: BatchInstruction): readonly PolicyRequest[] {
  const site = siteOf(place);
  switch (one.type) {
    case 'TRANSFER':
      return [{ ...site, type: one.type, to: one.to, amount: BigInt(one.amount) }];
    case 'TOKEN_TRANSFER': {
      const to = ownerBehind(place, one.to, one.token.address);
      return [{ ...site, type: one.type, to, amount: BigInt(one.amount), token: { ...one.token } }];
    }
    case 'NFT_TRANSFER': {
      const { address, tokenId } = one.token;
      return [{ ...site, type: one.type, to: ownerBehind(place, one.to, address), token: { address }, tokenId }];
    }
    case 'APPROVE':
      return [approveRequest(site, one)];
    case 'CONTRACT_CALL':
      return callRequests(place, one);
  }
}

function ownerBehind({ tokenAccounts }: Place, to: string, mint: string): string {
  return tokenAccounts.find((account) => account.address === to && account.mint === mint)?.owner ?? to;
}

function approveRequest(site: Pick<PolicyRequest, 'chain' | 'network'>, one: Approve): PolicyRequest {
  const { spender, amount, nft } = one;
  const grant = { ...site, type: 'APPROVE', spender, amount: BigInt(amount) } as const;
  switch (nft?.standard) {
    case undefined:
    case 'SPL':
      return { ...grant, token: { ...one.token } };
    case 'ERC-721':
      return { ...grant, token: { address: one.token.address }, tokenId: nft.tokenId };
    case 'ERC-1155': {
      const operator = amount === '0' ? 'revoked' : 'granted';
      return { ...grant, token: { address: one.token.address }, tokenId: nft.tokenId, operator };
    }
  }
}

function callRequests(place: Place, call: ContractCall): readonly PolicyRequest[] {
  const { contractAddress, calldata, amount } = call;
  if (place.chain === 'ethereum')
    return [{ ...siteOf(place), type: 'CONTRACT_CALL', contractAddress, calldata, amount: BigInt(amount) }];
  const own = { programId: contractAddress, accounts: call.accounts ?? [], data: calldata };
  return [...(call.preInstructions ?? []), own, ...(call.postInstructions ?? [])].map((one) => instructionRequest(place, one));
}

function instructionRequest(place: Place, { programId, accounts, data }: SolanaInstruction): PolicyRequest {
  return {
    ...siteOf(place),
    type: 'CONTRACT_CALL',
    contractAddress: programId,
    calldata: data,
    accounts: accounts.map(({ pubkey }) => pubkey),
  };
}
