import type { Chain, Network } from '@waiaas/core';
import type { OwnerAction } from '../../../common/auth/actor.js';
import type { ApprovalFacts } from '../approval-subject.port.js';

/** Acts an owner can sign for today. The others are refused until their route exists, so no text is ever signed for nothing. */
export const TRANSACTION_ACTIONS = ['approve', 'reject'] as const;
export const OWNER_WIDE_ACTIONS = ['login', 'freeze'] as const;
export const WALLET_ACTIONS = [
  'verify',
  'remove-owner',
  'keep-owner',
  'resume',
  'terminate',
  'purge',
  'export',
  'withdraw',
  'loosen',
] as const;

export type TransactionAction = (typeof TRANSACTION_ACTIONS)[number];
export type WalletAction = (typeof WALLET_ACTIONS)[number];
export type OwnerWideAction = (typeof OWNER_WIDE_ACTIONS)[number];
export type RoutedAction = TransactionAction | WalletAction | OwnerWideAction;

export interface ChallengedWallet {
  readonly id: string;
  readonly name: string;
  readonly address: string;
}

export type ExportFormat = 'raw' | 'encrypted';

/** What the text is about: one request, one wallet, or whatever the owner owns. */
export type ChallengeTarget =
  | { readonly action: TransactionAction; readonly wallet: ChallengedWallet; readonly facts: ApprovalFacts }
  | {
      readonly action: WalletAction;
      readonly wallet: ChallengedWallet;
      readonly bodyHash?: string;
      /** Export only: whether the key leaves readable. */
      readonly exportFormat?: ExportFormat;
      /** Withdraw only: the named assets; all of them where none are named. */
      readonly assets?: readonly string[];
      /** Loosen only: the limits as they shall be. */
      readonly limits?: readonly string[];
    }
  | { readonly action: OwnerWideAction };

/** Everything a challenge text states. The text is a pure function of this. */
export interface ChallengeFacts {
  readonly target: ChallengeTarget;
  /** The owner, in canonical form. */
  readonly address: string;
  readonly chain: Chain;
  readonly network: Network;
  /** Scheme, host and port, without a trailing slash. */
  readonly origin: string;
  /** 64 hex digits. */
  readonly nonce: string;
  /** Unix seconds. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Head of the audit chain: what an owner has seen cannot be rewritten unseen. */
  readonly audit: { readonly id: number; readonly hash: string };
}

export function isRoutedAction(action: OwnerAction): action is RoutedAction {
  return isOwnerWideAction(action) || isTransactionAction(action) || isWalletAction(action);
}

export function isOwnerWideAction(action: OwnerAction): action is OwnerWideAction {
  return (OWNER_WIDE_ACTIONS as readonly OwnerAction[]).includes(action);
}

export function isTransactionAction(action: OwnerAction): action is TransactionAction {
  return (TRANSACTION_ACTIONS as readonly OwnerAction[]).includes(action);
}

export function isWalletAction(action: OwnerAction): action is WalletAction {
  return (WALLET_ACTIONS as readonly OwnerAction[]).includes(action);
}
