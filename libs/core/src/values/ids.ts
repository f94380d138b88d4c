declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type WalletId = Branded<'WalletId'>;
export type SessionId = Branded<'SessionId'>;
export type TransactionId = Branded<'TransactionId'>;
export type AttemptId = Branded<'AttemptId'>;
export type PolicyId = Branded<'PolicyId'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Ids are lower-case UUIDs (RFC 9562, version 7 when made here). */
export function isUuid(value: string): boolean {
  return UUID.test(value);
}

export const walletId = (value: string): WalletId => value as WalletId;
export const sessionId = (value: string): SessionId => value as SessionId;
export const transactionId = (value: string): TransactionId => value as TransactionId;
export const attemptId = (value: string): AttemptId => value as AttemptId;
export const policyId = (value: string): PolicyId => value as PolicyId;
