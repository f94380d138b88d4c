import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';
import { canonicalJson, type JsonValue } from './canonical-json.js';

/** SHA-256 of UTF-8 text, lower-case hex. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** SHA-256 (hex) of the RFC 8785 text of a value: the request hash of api.md §3.3 and every other hash over JSON. */
export function hashJson(value: JsonValue): string {
  return sha256Hex(canonicalJson(value));
}
