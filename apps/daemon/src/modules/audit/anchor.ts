import type { AuditHead } from './audit-chain.js';
import type { SignedHead } from './signed-head.js';

/** A head of the chain that somebody kept elsewhere; with the signature where an export gave one. */
export type Anchor = AuditHead | SignedHead;

const PLAIN = /^(?:urn:waiaas:)?(?:audit:)?([0-9]{1,15}):([0-9a-f]{64})$/;
const IN_TEXT = /\baudit:([0-9]{1,15}):([0-9a-f]{64})\b/g;
const HASH = /^[0-9a-f]{64}$/;

type Members = Readonly<Record<string, unknown>>;

/** `ID:HASH` as challenge texts write it; undefined for anything else. */
export function plainAnchor(text: string): AuditHead | undefined {
  const match = PLAIN.exec(text.trim());
  return match === null ? undefined : headOf(Number(match[1]), match[2]);
}

/** The head in what somebody kept: an export, the body of a webhook, a challenge text, or `ID:HASH` alone. */
export function anchorIn(content: string): Anchor | undefined {
  const lastLine = content.trimEnd().split('\n').at(-1) ?? '';
  const json = parseMembers(lastLine) ?? parseMembers(content);
  if (json !== undefined) return checkpointOf(json) ?? webhookHead(json);
  const inText = [...content.matchAll(IN_TEXT)].at(-1);
  return plainAnchor(content) ?? (inText === undefined ? undefined : headOf(Number(inText[1]), inText[2]));
}

/** The last line of an export. */
export function checkpointOf(json: Members): Anchor | undefined {
  const head = headOf(json['lastId'], json['lastHash']);
  const { signature, publicKey, exportedAt } = json;
  if (head === undefined || typeof signature !== 'string' || typeof publicKey !== 'string') return head;
  return typeof exportedAt === 'number' ? { ...head, signature, publicKey, signedAt: exportedAt } : head;
}

function webhookHead(json: Members): AuditHead | undefined {
  const data = membersOf(json['data']);
  const audit = membersOf(data?.['audit'] ?? json['audit']);
  return audit === undefined ? undefined : headOf(audit['id'], audit['hash']);
}

function headOf(id: unknown, hash: unknown): AuditHead | undefined {
  const isHead = typeof id === 'number' && Number.isSafeInteger(id) && id >= 0 && typeof hash === 'string' && HASH.test(hash);
  return isHead ? { id, hash } : undefined;
}

function parseMembers(text: string): Members | undefined {
  try {
    return membersOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function membersOf(value: unknown): Members | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : undefined;
}
