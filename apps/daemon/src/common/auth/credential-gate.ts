import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import type { FastifyRequest } from 'fastify';
import { requestState, type CheapProof } from '../http/request-state.js';
import { RateLimits } from '../rate-limit/rate-limits.js';
import { bearerToken, chooseKind, hasBearer, masterPassword, type ProofKind } from './credentials.js';
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
    private readonly limits: RateLimits,
  ) {}

  async admit(request: FastifyRequest): Promise<void> {
    const state = requestState(request.raw);
    const { policy } = state.route;
    const kind = chooseKind(policy.kind, request.headers);
    const proof = await this.#prove(kind, request);
    if (proof !== undefined) state.cheapProof = proof;
    const isProven = proof !== undefined && proof.kind !== 'refused';
    if (!isProven) this.#chargeAddress(kind, request, state.clientAddress);
    if (policy.bucket === 'login' && !isProven) this.limits.chargeLogin(state.clientAddress);
    if (proof?.kind === 'refused' && presentsCredential(kind, request)) this.limits.noteFailedAuth(state.clientAddress);
  }

  #chargeAddress(kind: ProofKind, request: FastifyRequest, address: string): void {
    // The kill switch stays reachable from an address whose other attempts all failed.
    const hasOwnSlot = requestState(request.raw).route.policy.ownPasswordSlot === true;
    this.limits.chargeAddress(address, { presentsCredential: !hasOwnSlot && presentsCredential(kind, request) });
  }

  async #prove(kind: ProofKind, request: FastifyRequest): Promise<CheapProof | undefined> {
    if (kind === 'session') return this.#proveSession(bearerToken(request.headers));
    if (kind !== 'master') return undefined;
    const password = masterPassword(request.headers);
    return password !== undefined && this.master.isKnown(password) ? { kind: 'master' } : undefined;
  }

  async #proveSession(token: string | undefined): Promise<CheapProof> {
    if (token === undefined) return { kind: 'refused', refusal: new DomainError('INVALID_TOKEN') };
    try {
      return { kind: 'session', principal: await this.sessions.verify(token) };
    } catch (error) {
      if (error instanceof DomainError) return { kind: 'refused', refusal: error };
      throw error;
    }
  }
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
