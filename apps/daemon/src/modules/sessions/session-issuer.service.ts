import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { IdSource } from '../../common/time/id-source.js';
import { SessionTokens } from '../session-tokens/session-tokens.service.js';

export interface IssuedToken {
  readonly token: string;
  readonly jti: string;
  /** Unix seconds. */
  readonly at: number;
}

/** Signs tokens ahead of the transaction that makes them valid: a token whose row was never written proves nothing. */
@Injectable()
export class SessionIssuer {
  constructor(
    private readonly tokens: SessionTokens,
    private readonly ids: IdSource,
    private readonly clock: Clock,
  ) {}

  async issue(sessionId: string, expiresAt: number | null): Promise<IssuedToken> {
    const jti = this.ids.next();
    const at = this.clock.nowSeconds();
    const token = await this.tokens.issue({ sessionId, jti, expiresAt });
    return { token, jti, at };
  }
}
