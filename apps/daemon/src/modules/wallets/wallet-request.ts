import { type Chain, DomainError } from '@waiaas/core';
import type { CreateWalletDto } from './dto/create-wallet.dto.js';
import type { WalletRequest } from './wallet-creation.service.js';

/** What a body asks for, its defaults filled in. */
export function toWalletRequest(dto: CreateWalletDto, defaults: { readonly createSession: boolean }): WalletRequest {
  const chain = chainNamed(dto.chain ?? 'solana');
  if (dto.accountType === 'smart') throw new DomainError('NOT_IMPLEMENTED');
  const { name, policyPreset, environment = 'testnet', createSession = defaults.createSession } = dto;
  return { name, chain, environment, createSession, policyPreset };
}

function chainNamed(input: string): Chain {
  if (input === 'solana' || input === 'ethereum') return input;
  throw new DomainError('CHAIN_NOT_SUPPORTED', { hint: 'Supported chains: solana, ethereum.' });
}
