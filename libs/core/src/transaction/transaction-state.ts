export const TRANSACTION_STATUSES = [
  'PENDING',
  'QUEUED',
  'EXECUTING',
  'SUBMITTED',
  'CONFIRMED',
  'DENIED',
  'FAILED',
  'CANCELLED',
  'EXPIRED',
  'SIGNED',
] as const;

export type TransactionStatus = (typeof TRANSACTION_STATUSES)[number];

const NEXT: Readonly<Record<TransactionStatus, readonly TransactionStatus[]>> = {
  PENDING: ['DENIED', 'QUEUED', 'EXECUTING', 'CANCELLED'],
  QUEUED: ['QUEUED', 'EXECUTING', 'DENIED', 'CANCELLED', 'EXPIRED'],
  EXECUTING: ['SUBMITTED', 'FAILED', 'CANCELLED'],
  SUBMITTED: ['CONFIRMED', 'FAILED', 'CANCELLED'],
  CONFIRMED: ['SUBMITTED'],
  DENIED: [],
  FAILED: [],
  CANCELLED: [],
  EXPIRED: [],
  // Handed out: somebody else sends it, and the chain (or its deadline) tells what became of it.
  SIGNED: ['CONFIRMED', 'FAILED', 'CANCELLED'],
};

/** Whether api.md §10 allows this step. QUEUED → QUEUED is a new wait after a stricter second verdict. */
export function isLegalTransition(from: TransactionStatus, to: TransactionStatus): boolean {
  return NEXT[from].includes(to);
}

/** CONFIRMED is terminal only together with finality: before it a reorg can take the block back. */
export function isTerminal(status: TransactionStatus, isFinal: boolean): boolean {
  return status === 'CONFIRMED' ? isFinal : status === 'SIGNED' || NEXT[status].length === 0;
}

/** Statuses whose reservation counts in full, at any age (policies.md §8). */
export function isOpen(status: TransactionStatus): boolean {
  return status === 'PENDING' || status === 'QUEUED' || status === 'EXECUTING' || status === 'SUBMITTED' || status === 'SIGNED';
}

/** `RESERVED → SIGNED → BROADCAST → MINED → FINAL`, or one of the three ends that moved nothing. */
export type AttemptState = 'RESERVED' | 'SIGNED' | 'BROADCAST' | 'MINED' | 'FINAL' | 'REPLACED' | 'EXPIRED' | 'DROPPED';
export type AttemptKind = 'original' | 'speed-up' | 'cancel';

/** An attempt whose bytes exist and may still land: nothing else may be signed for the same intent. */
export function isLive(state: AttemptState): boolean {
  return state === 'RESERVED' || state === 'SIGNED' || state === 'BROADCAST' || state === 'MINED';
}

export type Tier = 'INSTANT' | 'NOTIFY' | 'DELAY' | 'APPROVAL';
export type OwnerState = 'NONE' | 'GRACE' | 'LOCKED';
