import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { rowBytes, type RowValue } from '@waiaas/core';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const MAC_BYTES = 16;
const BLOCK_BYTES = 16;

/** Where a sealed text belongs: in another place it does not open. */
export interface RowPlace {
  readonly table: string;
  readonly rowId: string;
  readonly column: string;
}

/** The keys of one generation that rows are vouched for, sealed and summed with, all made of one root. */
export class RowKeys {
  readonly #mac: KeyObject;
  readonly #box: KeyObject;
  readonly #line: KeyObject;
  readonly #mask: KeyObject;
  readonly #blocks = new RandomBlocks();
  readonly #head: string;

  constructor(
    root: Uint8Array,
    private readonly generation: number,
  ) {
    if (root.length !== KEY_BYTES) throw new RangeError('a row key has 32 bytes');
    this.#mac = derived(root, 'waiaas row mac');
    this.#box = derived(root, 'waiaas row seal');
    this.#line = derived(root, 'waiaas ledger line');
    this.#mask = derived(root, 'waiaas ledger mask');
    this.#head = `wrow.1.${generation}.`;
  }

  /** HMAC-SHA-256 over the bytes of a row, 128 bits of it (RFC 2104 §5). */
  mac(bytes: string): string {
    return createHmac('sha256', this.#mac).update(bytes).digest().subarray(0, MAC_BYTES).toString('base64url');
  }

  /** What a row of the ledger adds to a sum: all of an HMAC-SHA-256 as a number. */
  lineHash(bytes: string): bigint {
    return BigInt(`0x${createHmac('sha256', this.#line).update(bytes).digest('hex')}`);
  }

  /** AES-256-CTR (NIST SP 800-38A) from a random block on. It hides and proves nothing: a MAC over the result does. */
  mask(text: string): string {
    const start = this.#blocks.next();
    const cipher = createCipheriv('aes-256-ctr', this.#mask, start);
    return Buffer.concat([start, cipher.update(text, 'utf8'), cipher.final()]).toString('base64url');
  }

  /** What was masked; another text for anything else. */
  unmask(masked: string): string | undefined {
    const bytes = Buffer.from(masked, 'base64url');
    if (bytes.length < BLOCK_BYTES) return undefined;
    const decipher = createDecipheriv('aes-256-ctr', this.#mask, bytes.subarray(0, BLOCK_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(BLOCK_BYTES)), decipher.final()]).toString('utf8');
  }

  /** AES-256-GCM (NIST SP 800-38D) with a random nonce; place and generation are authenticated with it. */
  seal(place: RowPlace, text: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#box, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(this.#associated(place));
    const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${this.#head}${sealed.toString('base64url')}`;
  }

  /** Undefined for what was not sealed for this place with this key. */
  unseal(place: RowPlace, sealed: string): string | undefined {
    if (!sealed.startsWith(this.#head)) return undefined;
    const bytes = Buffer.from(sealed.slice(this.#head.length), 'base64url');
    if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', this.#box, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(this.#associated(place));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }

  #associated({ table, rowId, column }: RowPlace): Buffer {
    return Buffer.from(rowBytes([table, rowId, column, BigInt(this.generation)]), 'utf8');
  }
}

/** Random blocks, asked for many at a time: one by one they cost more than what they are for. */
class RandomBlocks {
  #bytes = Buffer.alloc(0);

  next(): Buffer {
    if (this.#bytes.length === 0) this.#bytes = randomBytes(BLOCK_BYTES * 256);
    const block = this.#bytes.subarray(0, BLOCK_BYTES);
    this.#bytes = this.#bytes.subarray(BLOCK_BYTES);
    return block;
  }
}

export function isRowSealed(text: string): boolean {
  return text.startsWith('wrow.1.');
}

export type RowValues = readonly RowValue[];

function derived(root: Uint8Array, purpose: string): KeyObject {
  const bytes = Buffer.from(hkdfSync('sha256', root, new Uint8Array(0), purpose, KEY_BYTES));
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}
