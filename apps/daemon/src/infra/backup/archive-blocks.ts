import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { DomainError } from '@waiaas/core';

/** Plain bytes of a block; only the last one is shorter. */
export const BLOCK_BYTES = 1 << 20;
const TAG_BYTES = 16;
export const SEALED_BLOCK_BYTES = BLOCK_BYTES + TAG_BYTES;

/**
 * AES-256-GCM block by block under a key that is used for one archive alone. The nonce is the number of the block and whether it is
 * the last, and every block is bound to the header: none can be changed, moved, left out or taken from another archive, and an
 * archive that ends early does not open.
 */
export class ArchiveBlocks {
  #number = 0;
  readonly #associated: Buffer;

  constructor(
    private readonly key: Uint8Array,
    headerLine: string,
  ) {
    this.#associated = createHash('sha256').update(headerLine, 'utf8').digest();
  }

  seal(plain: Uint8Array, isLast: boolean): Buffer {
    const cipher = createCipheriv('aes-256-gcm', this.key, this.#nonce(isLast)).setAAD(this.#associated);
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  /** Throws `BACKUP_CORRUPTED`. */
  open(sealed: Uint8Array, isLast: boolean): Buffer {
    const end = sealed.length - TAG_BYTES;
    if (end < 0) throw new DomainError('BACKUP_CORRUPTED');
    const decipher = createDecipheriv('aes-256-gcm', this.key, this.#nonce(isLast)).setAAD(this.#associated);
    decipher.setAuthTag(sealed.subarray(end));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]);
    } catch (cause) {
      throw new DomainError('BACKUP_CORRUPTED', { cause });
    }
  }

  #nonce(isLast: boolean): Buffer {
    const nonce = Buffer.alloc(12);
    nonce.writeUInt32BE(this.#number, 7);
    nonce.writeUInt8(isLast ? 1 : 0, 11);
    this.#number += 1;
    return nonce;
  }
}
