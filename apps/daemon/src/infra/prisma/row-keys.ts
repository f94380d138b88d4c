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

/** Where a sealed text belongs: in another place it does not open. */
export interface RowPlace {
  readonly table: string;
  readonly rowId: string;
  readonly column: string;
}

/** The two keys of one generation that rows are vouched for and sealed with, both made of one root. */
export class RowKeys {
  readonly #mac: KeyObject;
  readonly #box: KeyObject;
  readonly #head: string;

  constructor(
    root: Uint8Array,
    private readonly generation: number,
  ) {
    if (root.length !== KEY_BYTES) throw new RangeError('a row key has 32 bytes');
    this.#mac = derived(root, 'waiaas row mac');
    this.#box = derived(root, 'waiaas row seal');
    this.#head = `wrow.1.${generation}.`;
  }

  /** HMAC-SHA-256 over the bytes of a row, 128 bits of it (RFC 2104 §5). */
  mac(bytes: string): string {
    return createHmac('sha256', this.#mac).update(bytes).digest().subarray(0, MAC_BYTES).toString('base64url');
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
