import { hkdfSync } from 'node:crypto';
import type { DataKey } from '../sealing/data-key.js';

const KEY_BYTES = 32;

/** The key under which the signer's own record of what it signed is authenticated. The caller overwrites it. */
export function bookKey(dataKey: DataKey): Buffer {
  const info = `waiaas/data-key/v1/book/${String(dataKey.generation)}`;
  return Buffer.from(hkdfSync('sha256', dataKey.secret(), Buffer.alloc(0), info, KEY_BYTES));
}
