import { networkOf } from '@waiaas/core';
import type { ApprovalFacts } from '../approval-subject.port.js';
import type { ChallengedWallet } from './challenge-facts.js';
import { siweText } from './siwe-text.js';

/** What one owner header may hold. */
export const MAX_HEADER_BYTES = 6 * 1024;

const LONGEST = {
  nonce: '0'.repeat(64),
  issuedAt: 0,
  expiresAt: 0,
  audit: { id: Number.MAX_SAFE_INTEGER, hash: '0'.repeat(64) },
} as const;

/** A text of several lines travels in base64: four characters for every three bytes begun. */
export function fitsHeader(message: string): boolean {
  return Math.ceil(Buffer.byteLength(message) / 3) * 4 <= MAX_HEADER_BYTES;
}

/** Whether the approval text of a request will fit its header, whatever audit head it is made with. */
export function approvalTextFits(facts: ApprovalFacts, wallet: ChallengedWallet, origin: string): boolean {
  const { chain } = facts;
  const target = { action: 'approve', wallet, facts } as const;
  return fitsHeader(siweText({ ...LONGEST, origin, target, chain, address: wallet.address, network: networkOf(facts.network) }));
}
