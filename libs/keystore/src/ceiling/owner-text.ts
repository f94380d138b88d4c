/** What a challenge text says, as far as a key's ceiling is concerned. */
export interface OwnerText {
  readonly action: string;
  readonly walletId: string;
  readonly network: string;
  /** SHA-256 (hex) of the RFC 8785 text of the request or body it is about. */
  readonly subjectHash: string;
  readonly nonce: string;
  /** Unix seconds. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

const URN = '- urn:waiaas:';
const LINE_HEAD = 'WAIaaS v1|';
const NONCE = /^[0-9a-f]{64}$/;
const HASH = /^[0-9a-f]{64}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
/** Of an EIP-4361 text: domain, address, blank line, statement, blank line. */
const HEAD_LINES = 5;

/** Reads either form of a challenge; undefined for anything that says one of these things not at all or twice. */
export function readOwnerText(text: string): OwnerText | undefined {
  const fields = text.startsWith(LINE_HEAD) ? lineFields(text) : siweFields(text);
  return fields === undefined ? undefined : toOwnerText(fields);
}

type Fields = ReadonlyMap<string, string>;

function lineFields(text: string): Fields | undefined {
  const pairs = text
    .slice(LINE_HEAD.length)
    .split('|')
    .map((part) => splitAt(part, '='));
  const renamed = pairs.map(([key, value]): Pair => [LINE_NAMES.get(key) ?? key, value]);
  return unique(renamed);
}

const LINE_NAMES = new Map([
  ['sha256', 'request-sha256'],
  ['iat', 'Issued At'],
  ['exp', 'Expiration Time'],
  ['nonce', 'Nonce'],
]);

function siweFields(text: string): Fields | undefined {
  const lines = text.split('\n');
  const at = lines.indexOf('Resources:');
  const isShaped = lines[2] === '' && lines[4] === '' && at > HEAD_LINES;
  const resources = lines.slice(at + 1);
  if (!isShaped || !resources.every((line) => line.startsWith(URN))) return undefined;
  const head = lines.slice(HEAD_LINES, at).map((line) => splitAt(line, ': '));
  return unique(
    [...head, ...resources.map((line) => splitAt(line.slice(URN.length), ':'))].filter(([key]) => !REPEATED.has(key)),
  );
}

/** Lists; nothing here reads them. */
const REPEATED: ReadonlySet<string> = new Set(['op', 'op-asset']);

type Pair = readonly [key: string, value: string];

function splitAt(text: string, separator: string): Pair {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

function unique(pairs: readonly Pair[]): Fields | undefined {
  const fields = new Map(pairs);
  return fields.size === pairs.length ? fields : undefined;
}

function toOwnerText(fields: Fields): OwnerText | undefined {
  const of = (name: string): string => fields.get(name) ?? '';
  const [nonce, subjectHash, issued, expires] = [of('Nonce'), of('request-sha256'), of('Issued At'), of('Expiration Time')];
  if (!NONCE.test(nonce) || !HASH.test(subjectHash) || !TIME.test(issued) || !TIME.test(expires)) return undefined;
  return {
    action: of('action'),
    walletId: of('wallet'),
    network: of('network'),
    subjectHash,
    nonce,
    issuedAt: Date.parse(issued) / 1000,
    expiresAt: Date.parse(expires) / 1000,
  };
}
