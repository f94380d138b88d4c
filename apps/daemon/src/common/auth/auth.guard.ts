import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import type { FastifyRequest } from 'fastify';
import { requestState, type RequestState } from '../http/request-state.js';
import { RateLimits } from '../rate-limit/rate-limits.js';
import type { Actor, MasterActor, OwnerProof, OwnerReader } from './actor.js';
import type { ActorCarrier, AuthPolicy } from './auth.decorator.js';
import type { BrowserLogin } from './browser-login-verifier.js';
import { chooseKind, masterPassword, ownerCredential, type ProofKind } from './credentials.js';
import { KillSwitchState } from './kill-switch-state.js';
import { MasterAuth } from './master-auth.js';
import { OwnerProofVerifier } from './owner-proof-verifier.js';
import type { SessionPrincipal } from './session-token-verifier.js';
import { demandStepUp } from './step-up.js';

const LOGIN_HINT = 'This route is about a browser login: it takes the cookie of POST /v1/admin/login and no password.';
const CHALLENGE_HINT = 'Ask POST /v1/owner/challenge for a challenge for this act and sign its message.';

type GuardedRequest = FastifyRequest & ActorCarrier;

/**
 * The one guard. Every route names who may call it; this proves that the caller is that. Order: kill switch, credential, the
 * principal's budget. Nothing before it has computed more than an HMAC for the caller, and nothing after it asks who he is.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly killSwitch: KillSwitchState,
    private readonly master: MasterAuth,
    private readonly owners: OwnerProofVerifier,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const state = requestState(request.raw);
    const { policy } = state.route;
    const kind = chooseKind(policy.kind, request.headers);
    if (this.killSwitch.state() !== 'ACTIVE' && isClosed(kind, policy)) throw new DomainError('SYSTEM_LOCKED');
    request.actor = await this.#prove(kind, request, state);
    this.#charge(request.actor, request, policy);
    return true;
  }

  async #prove(kind: ProofKind, request: GuardedRequest, state: RequestState): Promise<Actor> {
    const { clientAddress, route } = state;
    switch (kind) {
      case 'public':
        return { kind, clientAddress };
      case 'session':
        return { kind, ...provenSession(state), clientAddress };
      case 'owner':
        return (
          ownerByCookie(state) ?? { kind, proof: await this.#proveOwner(request, state, route.policy.action), clientAddress }
        );
      case 'master':
        return this.#proveMaster(request, state);
    }
  }

  async #proveMaster(request: GuardedRequest, state: RequestState): Promise<Actor> {
    const { coSign, stepUp } = state.route.policy;
    const actor = masterByCookie(state) ?? (await this.#proveByPassword(request, state));
    // Before an owner's challenge is spent on an act that is refused anyway.
    if (stepUp === true) demandStepUp(actor);
    const isCoSigned = coSign !== undefined && request.headers['x-owner-signature'] !== undefined;
    return isCoSigned ? { ...actor, coSignedBy: await this.#proveOwner(request, state, coSign) } : actor;
  }

  async #proveByPassword(request: GuardedRequest, state: RequestState): Promise<MasterActor> {
    const { clientAddress, peerAddress } = state;
    const { ownPasswordSlot, cookie } = state.route.policy;
    const password = masterPassword(request.headers);
    if (password === undefined) throw new DomainError('INVALID_MASTER_PASSWORD');
    if (cookie === 'only') throw new DomainError('LOGIN_EXPIRED', { hint: LOGIN_HINT });
    if (state.cheapProof?.kind !== 'master') {
      await this.master.prove({ password, peerAddress, clientAddress, slot: ownPasswordSlot === true ? 'kill-switch' : 'api' });
    }
    return { kind: 'master', via: 'header', clientAddress };
  }

  async #proveOwner(request: GuardedRequest, state: RequestState, action: AuthPolicy['action']): Promise<OwnerProof> {
    const { clientAddress } = state;
    const credential = ownerCredential(request.headers);
    if (credential.signature === undefined || credential.message === undefined) {
      throw new DomainError('INVALID_SIGNATURE', { hint: CHALLENGE_HINT });
    }
    // A route that spends no challenge takes the owner's login alone; a signature for another act does not open it.
    if (action === undefined) throw new DomainError('INVALID_NONCE', { hint: CHALLENGE_HINT });
    try {
      return await this.owners.verify({ ...credential, clientAddress }, { action, ...subjectOf(request, action) });
    } catch (error) {
      if (error instanceof DomainError && (error.code === 'INVALID_SIGNATURE' || error.code === 'INVALID_NONCE')) {
        this.limits.noteFailedAuth(clientAddress);
      }
      throw error;
    }
  }

  #charge(actor: Actor, request: GuardedRequest, policy: AuthPolicy): void {
    switch (actor.kind) {
      case 'public':
        return;
      case 'session':
        this.limits.chargeSession(actor.sessionId);
        if (policy.bucket === undefined && readsAllNetworks(request)) this.limits.chargeTransaction(actor.sessionId);
        break;
      case 'master':
        this.limits.chargeMaster();
        break;
      case 'owner':
        this.limits.chargeOwner(ownerKey(actor.proof));
        break;
      case 'owner-reader':
        this.limits.chargeOwner(ownerKey(actor));
        break;
    }
    if (policy.bucket !== undefined) this.limits.chargeBucket(policy.bucket, principalOf(actor));
  }
}

/** While the kill switch is not ACTIVE: sessions are closed everywhere, the others where the route says so. */
function isClosed(kind: ProofKind, policy: AuthPolicy): boolean {
  if (policy.openWhenLocked === true) return false;
  return kind === 'session' || policy.closedWhenLocked === true;
}

function provenSession(state: RequestState): SessionPrincipal {
  const proof = state.cheapProof;
  if (proof?.kind === 'session') return proof.principal;
  throw proof?.kind === 'refused' ? proof.refusal : new DomainError('INVALID_TOKEN');
}

/** The login behind the cookie, or undefined where the request brought none that counts. */
function provenLogin({ cheapProof }: RequestState): BrowserLogin | undefined {
  if (cheapProof?.kind === 'refused') throw cheapProof.refusal;
  return cheapProof?.kind === 'login' ? cheapProof.login : undefined;
}

function masterByCookie(state: RequestState): MasterActor | undefined {
  const login = provenLogin(state);
  if (login === undefined) return undefined;
  const { clientAddress, route } = state;
  const act = `${route.method} ${route.path}`;
  return { kind: 'master', via: 'cookie', login: { id: login.id, hasSteppedUp: login.hasSteppedUp, act }, clientAddress };
}

function ownerByCookie(state: RequestState): OwnerReader | undefined {
  const login = provenLogin(state);
  if (login === undefined) return undefined;
  if (login.owner === null) throw new DomainError('LOGIN_EXPIRED');
  return { kind: 'owner-reader', ...login.owner, loginId: login.id, clientAddress: state.clientAddress };
}

function readsAllNetworks(request: FastifyRequest): boolean {
  return (request.query as Record<string, unknown> | undefined)?.['network'] === 'all';
}

const TRANSACTION_ACTIONS = new Set<string>(['approve', 'reject']);

/** The wallet or transaction in the path is the one the challenge must name. */
function subjectOf(request: FastifyRequest, action: string): { walletId?: string; transactionId?: string } {
  const { id, walletId } = request.params as { id?: string; walletId?: string };
  const subject = id ?? walletId;
  if (subject === undefined) return {};
  return TRANSACTION_ACTIONS.has(action) ? { transactionId: subject } : { walletId: subject };
}

function ownerKey({ chain, address }: Pick<OwnerProof, 'chain' | 'address'>): string {
  return `${chain}:${address}`;
}

function principalOf(actor: Actor): string {
  switch (actor.kind) {
    case 'public':
      return actor.clientAddress;
    case 'session':
      return actor.sessionId;
    case 'master':
      return 'master';
    case 'owner':
      return ownerKey(actor.proof);
    case 'owner-reader':
      return ownerKey(actor);
  }
}
