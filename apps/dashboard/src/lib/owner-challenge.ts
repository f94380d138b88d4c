import type { OwnerChallengeRequest, OwnerChallengeResponse } from '@waiaas/api-types';
import { api } from './api-client';
import { fromBase64, sha256 } from './bytes';

export interface Challenge {
  readonly text: string;
  readonly base64: string;
  /** SHA-256 of the text, computed here. */
  readonly hash: string;
  readonly expiresAt: number;
}

/** A fresh text to sign. What travels is decoded here: the text on the screen is the one the signature covers. */
export async function askChallenge(request: OwnerChallengeRequest): Promise<Challenge> {
  const answer = await api.post<OwnerChallengeResponse>('/v1/owner/challenge', { as: 'public', body: request });
  const bytes = fromBase64(answer.messageBase64);
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  return { text, base64: answer.messageBase64, hash: await sha256(bytes), expiresAt: answer.expiresAt };
}
