import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import type { FastifyRequest } from 'fastify';
import { requestState, type CheapProof, type RequestState } from '../http/request-state.js';
import { RateLimits } from '../rate-limit/rate-limits.js';
import { BrowserLoginVerifier } from './browser-login-verifier.js';
import {
  bearerToken,
  chooseKind,
  cookieCredential,
  hasBearer,
  masterPassword,
  single,
  type CookieCredential,
  type ProofKind,
} from './credentials.js';
import { MasterAuth } from './master-auth.js';
import { SessionTokenVerifier } from './session-token-verifier.js';

/**
 * Looks at the cheap credentials before the body is read. Who proves to be somebody pays from his own budget; everybody else from
 * the budget of his address, before anything dear is computed for him.
 */
@Injectable()
export class CredentialGate {
  constructor(
    private readonly master: MasterAuth,
    private readonly sessions: SessionTokenVerifier,
    private readonly logins: BrowserLoginVerifier,
    private readonly limits: RateLimits,
  ) {}

  async admit(request: FastifyRequest): Promise<void> {
    const state = requestState(request.raw);
    const { policy } = state.route;
    const kind = chooseKind(policy.kind, request.headers);
    const cookie = cookieCredential(policy, request.headers, state.scheme);
    const proof = cookie === undefined ? await this.#prove(kind, request, state) : await this.#proveLogin(cookie, request);
    if (proof !== undefined) state.cheapProof = proof;
    if (proof === undefined || proof.kind === 'refused') {
      const presents = cookie !== undefined || presentsCredential(kind, request);
      this.#chargeStranger(state, { presents, isRefused: proof !== undefined });
    }
  }

  #chargeStranger(
    { clientAddress, route: { policy } }: RequestState,
    { presents, isRefused }: { readonly presents: boolean; readonly isRefused: boolean },
  ): void {
    // The kill switch stays reachable from an address whose other attempts all failed.
    this.limits.chargeAddress(clientAddress, { presentsCredential: policy.ownPasswordSlot !== true && presents });
    if (policy.bucket === 'login') this.limits.chargeLogin(clientAddress);
    if (isRefused && presents) this.limits.noteFailedAuth(clientAddress);
  }

  async #prove(kind: ProofKind, request: FastifyRequest, state: RequestState): Promise<CheapProof | undefined> {
    if (kind === 'session') return this.#proveSession(bearerToken(request.headers), state.certificate);
    if (kind !== 'master') return undefined;
    const password = masterPassword(request.headers);
    return password !== undefined && this.master.isKnown(password) ? { kind: 'master' } : undefined;
  }

  async #proveSession(token: string | undefined, certificate: string | undefined): Promise<CheapProof> {
    if (token === undefined) return { kind: 'refused', refusal: new DomainError('INVALID_TOKEN') };
    return proofOf(async () => {
      const principal = await this.sessions.verify(token);
      if (principal.certificate !== null && principal.certificate !== certificate) throw boundElsewhere();
      return { kind: 'session', principal };
    });
  }

  async #proveLogin(cookie: CookieCredential, { headers }: FastifyRequest): Promise<CheapProof> {
    const presented = {
      ...cookie,
      csrfToken: single(headers, 'x-waiaas-csrf'),
      stepUpToken: single(headers, 'x-waiaas-step-up'),
      isBackground: single(headers, 'x-waiaas-background') === '1',
    };
    return proofOf(async () => ({ kind: 'login', login: await this.logins.verify(presented) }));
  }
}

async function proofOf(prove: () => Promise<CheapProof>): Promise<CheapProof> {
  try {
    return await prove();
  } catch (error) {
    if (error instanceof DomainError) return { kind: 'refused', refusal: error };
    throw error;
  }
}

/** The token alone is not the session: whoever copied it lacks the key of the certificate. */
function boundElsewhere(): DomainError {
  return new DomainError('CONSTRAINT_VIOLATED', {
    hint: 'This session is bound to a client certificate; use it through the proxy.',
  });
}

function presentsCredential(kind: ProofKind, { headers }: FastifyRequest): boolean {
  switch (kind) {
    case 'session':
      return hasBearer(headers);
    case 'master':
      return headers['x-master-password'] !== undefined;
    case 'owner':
      return headers['x-owner-signature'] !== undefined;
    case 'public':
      return false;
  }
}
