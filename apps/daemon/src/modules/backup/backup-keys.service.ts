import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type SealContext, type SignerPort } from '@waiaas/core';
import { Clock } from '../../common/time/clock.js';
import type { ArchiveHeader } from '../../infra/backup/archive-header.js';
import { SIGNER } from '../../infra/signer/signer.token.js';
import { archiveKeyContext } from './archive-key.js';
import { BackupKeysRepository } from './backup-keys.repository.js';

const KEY_BYTES = 32;
const FOREIGN = 'It was made under a data key that this installation no longer has: restore it with the password of that time.';

/**
 * The keys of archives. Each is sealed twice under the data key: in the archive, which whoever restores opens with the password of that
 * moment, and in a row here, which follows the data key from generation to generation. So an archive from before a renewal can still be
 * checked by the daemon that made it. It gives whoever can read the row nothing but that copy of the database: the wallet keys in it
 * are sealed under the data key of that time, which the row does not have.
 */
@Injectable()
export class BackupKeys {
  constructor(
    private readonly rows: BackupKeysRepository,
    private readonly clock: Clock,
    @Inject(SIGNER) private readonly signer: SignerPort,
  ) {}

  /** A key for a new archive, on record before anything is encrypted under it. */
  async make(archiveId: string): Promise<{ readonly key: Buffer; readonly sealedKey: string }> {
    const key = randomBytes(KEY_BYTES);
    const text = key.toString('base64');
    const sealedKey = await this.signer.seal(archiveKeyContext(archiveId), text);
    const id = rowIdOf(archiveId);
    await this.rows.insert(id, await this.signer.seal(rowContext(id), text), this.clock.nowSeconds());
    return { key, sealedKey };
  }

  /** Throws `BACKUP_CORRUPTED` where neither opens, `KEYSTORE_LOCKED` while nothing does. */
  async open({ id: archiveId, key: sealedKey }: ArchiveHeader): Promise<Buffer> {
    const id = rowIdOf(archiveId);
    const kept = await this.rows.find(id);
    const known = kept === undefined ? undefined : await this.#opened(rowContext(id), kept);
    const text = known ?? (await this.#opened(archiveKeyContext(archiveId), sealedKey));
    if (text === undefined) throw new DomainError('BACKUP_CORRUPTED', { details: { reason: 'KEY_UNKNOWN' }, hint: FOREIGN });
    return Buffer.from(text, 'base64');
  }

  /** Undefined for what was sealed under another key, or changed since. */
  async #opened(context: SealContext, sealed: string): Promise<string | undefined> {
    try {
      return await this.signer.open(context, sealed);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'INTERNAL_ERROR') return undefined;
      throw error;
    }
  }
}

function rowIdOf(archiveId: string): string {
  return `backup-key:${archiveId}`;
}

function rowContext(rowId: string): SealContext {
  return { table: 'sealed_secrets', rowId, column: 'sealed' };
}
