import type { Chain, NetworkName, OwnerConsent } from '@waiaas/core';

/** Who is asking, as the guard proved it. Handlers and services receive this and nothing else of the credentials. */
export type Actor = PublicActor | MasterActor | SessionActor | OwnerActor | OwnerReader;

export interface PublicActor {
  readonly kind: 'public';
  readonly clientAddress: string;
}

/** A cookie proves less than the password: money-relevant writes need a step-up. */
export type MasterActor = Master & ({ readonly via: 'header' } | { readonly via: 'cookie'; readonly login: LoginProof });

interface Master {
  readonly kind: 'master';
  readonly clientAddress: string;
  /** Owner headers sent along with a co-signed act (terminate, purge, export, owner removal): verified, burnt, bound to that act. */
  readonly coSignedBy?: OwnerProof;
}

/** The browser login whose cookie and CSRF token a request brought. */
export interface LoginProof {
  readonly id: string;
  /** `METHOD /path` of the route, for the refusal that asks for a step-up. */
  readonly act: string;
  readonly hasSteppedUp: boolean;
}

export interface SessionActor {
  readonly kind: 'session';
  readonly sessionId: string;
  /** Wallets linked to the session now. */
  readonly walletIds: readonly string[];
  /** `jti` of the token that proved it: a renewal by a token that lost the race is told so. */
  readonly tokenId: string;
  /** Signed with a secret that was replaced and dies soon: may be renewed before half of its time is over. */
  readonly isUnderRetiringSecret: boolean;
  readonly clientAddress: string;
}

export interface OwnerActor {
  readonly kind: 'owner';
  readonly proof: OwnerProof;
  readonly clientAddress: string;
}

/** An owner by cookie. Reads what this owner may see; nothing is ever approved, changed or signed in its name. */
export interface OwnerReader {
  readonly kind: 'owner-reader';
  readonly address: string;
  readonly chain: Chain;
  readonly loginId: string;
  readonly clientAddress: string;
}

/** A spent challenge whose signature verified. `cover` is what its text states. */
export interface OwnerProof {
  readonly action: OwnerAction;
  readonly address: string;
  readonly chain: Chain;
  readonly walletId?: string;
  readonly transactionId?: string;
  /** SHA-256 (hex) of the RFC 8785 body the act must bring, where the action covers a body. */
  readonly bodyHash?: string;
  readonly cover?: ApprovalCover;
  /** The owner is a contract, which answered for itself on this network. */
  readonly contractNetwork?: NetworkName;
  readonly nonce: string;
  /** Text and signature as they came: the signer believes nobody's word for them. */
  readonly consent?: OwnerConsent;
}

export const OWNER_ACTIONS = [
  'login',
  'freeze',
  'approve',
  'reject',
  'verify',
  'withdraw',
  'export',
  'remove-owner',
  'keep-owner',
  'resume',
  'terminate',
  'purge',
  'loosen',
] as const;

export type OwnerAction = (typeof OWNER_ACTIONS)[number];

/** Exactly what an approval text said: it satisfies these operations, this hash and this value, and nothing more. */
export interface ApprovalCover {
  readonly requestHash: string;
  /** One canonical line per decoded operation. */
  readonly operations: readonly string[];
  /** Null where the price was unknown when the text was made. */
  readonly usdMicros: string | null;
  readonly policySetVersion: number;
}

/** The actor in audit rows and in `changedBy`. */
export function actorLabel(actor: Actor): string {
  switch (actor.kind) {
    case 'public':
      return 'public';
    case 'master':
      return 'master';
    case 'session':
      return `session:${actor.sessionId}`;
    case 'owner':
      return `owner:${actor.proof.address}`;
    case 'owner-reader':
      return `owner:${actor.address}`;
  }
}
