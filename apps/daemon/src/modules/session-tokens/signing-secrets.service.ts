import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type SealContext, type SignerPort } from '@waiaas/core';
import { Clock } from '../../common/time/clock.js';
import { IdSource } from '../../common/time/id-source.js';
import { Database } from '../../infra/prisma/database.js';
import { SIGNER } from '../../infra/signer/signer.token.js';
import { AuditService } from '../audit/audit.service.js';
import { SigningSecretsRepository, type SealedSigningSecret } from './signing-secrets.repository.js';

const SECRET_BYTES = 32;
/** How long tokens under a replaced secret stay valid, and how soon it may be replaced again. */
const GRACE_SECONDS = 300;

export interface SigningSecret {
  readonly id: string;
  readonly key: KeyObject;
  readonly isCurrent: boolean;
  readonly createdAt: number;
  readonly retiresAt: number | null;
}

export interface RotationRequester {
  readonly actor: string;
  readonly ipAddress: string;
}

/** The secrets session tokens are signed with: sealed at rest, opened once, held as key objects. */
@Injectable()
export class SigningSecrets {
  #secrets: readonly SigningSecret[] | undefined;
  #loading: Promise<readonly SigningSecret[]> | undefined;

  constructor(
    private readonly rows: SigningSecretsRepository,
    private readonly database: Database,
    @Inject(SIGNER) private readonly signer: SignerPort,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    private readonly ids: IdSource,
  ) {}

  async current(): Promise<SigningSecret> {
    const secret = (await this.#all()).find((candidate) => candidate.isCurrent);
    if (secret === undefined) throw new Error('there is no current signing secret');
    return secret;
  }

  /** The secret a token names, while it still verifies. */
  async find(id: string): Promise<SigningSecret | undefined> {
    const now = this.clock.nowSeconds();
    const secret = (await this.#all()).find((candidate) => candidate.id === id);
    return secret === undefined || isRetired(secret, now) ? undefined : secret;
  }

  /** Makes a new secret. Throws `ROTATION_TOO_RECENT` within 300 s of the last one, or the one before it would be cut short. */
  async rotate(by: RotationRequester): Promise<{ readonly rotatedAt: number }> {
    const now = this.clock.nowSeconds();
    const { createdAt } = await this.current();
    const wait = createdAt + GRACE_SECONDS - now;
    // Made at a time that has not come yet, since the clock was set back: nobody waits a day for it.
    if (wait > 0 && createdAt <= now) throw new DomainError('ROTATION_TOO_RECENT', { retryAfterSeconds: wait });
    const { row } = await this.#make(now);
    await this.database.transaction(async (tx) => {
      await this.rows.replace(tx, row, now + GRACE_SECONDS);
      await this.audit.append(tx, {
        eventType: 'SECRET_ROTATED',
        actor: by.actor,
        details: { secretId: row.id },
        severity: 'warning',
        ipAddress: by.ipAddress,
      });
    });
    this.#secrets = undefined;
    return { rotatedAt: now };
  }

  async #all(): Promise<readonly SigningSecret[]> {
    if (this.#secrets !== undefined) return this.#secrets;
    this.#loading ??= this.#load().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  async #load(): Promise<readonly SigningSecret[]> {
    const now = this.clock.nowSeconds();
    let rows = await this.rows.usable(now);
    if (!rows.some((row) => row.isCurrent)) {
      // The first secret of this installation is as old as can be, so that it may be rotated at once.
      const { row } = await this.#make(now);
      const first = { ...row, createdAt: 0 };
      await this.database.transaction((tx) => this.rows.replace(tx, first, now));
      rows = [first];
    }
    this.#secrets = await Promise.all(rows.map((row) => this.#open(row)));
    return this.#secrets;
  }

  async #make(now: number): Promise<{ readonly row: SealedSigningSecret }> {
    const id = this.ids.next();
    const sealed = await this.signer.seal(contextOf(id), randomBytes(SECRET_BYTES).toString('base64'));
    return { row: { id, sealed, isCurrent: true, createdAt: now, retiresAt: null } };
  }

  async #open(row: SealedSigningSecret): Promise<SigningSecret> {
    const bytes = Buffer.from(await this.signer.open(contextOf(row.id), row.sealed), 'base64');
    const key = createSecretKey(bytes);
    bytes.fill(0);
    return { id: row.id, key, isCurrent: row.isCurrent, createdAt: row.createdAt, retiresAt: row.retiresAt };
  }
}

/** One that seems to have longer than it was given was replaced before the clock was set back: its time is over. */
function isRetired({ retiresAt }: SigningSecret, now: number): boolean {
  return retiresAt !== null && (retiresAt <= now || retiresAt > now + GRACE_SECONDS);
}

function contextOf(rowId: string): SealContext {
  return { table: 'sealed_secrets', rowId, column: 'sealed' };
}
