/** One operation of a call or batch, as the text states it. */
export interface SignedOperation {
  readonly kind: string;
  readonly target: string;
  /** Base units, `unlimited`, `unknown`, or `nft-<id>`. */
  readonly amount: string;
  readonly symbol: string;
}

/** Everything a text says, read from the text alone. */
export interface SignedFacts {
  readonly host: string;
  readonly address: string;
  /** The sentence with the effect. */
  readonly statement: string;
  readonly action: string;
  readonly uri: string;
  readonly expiresAt: number;
  readonly walletId: string | null;
  readonly transactionId: string | null;
  readonly network: string | null;
  readonly recipient: string | null;
  readonly amount: { readonly baseUnits: string; readonly symbol: string; readonly decimals: number | null } | null;
  readonly asset: string | null;
  readonly operations: readonly SignedOperation[];
  readonly usd: string | null;
  readonly requestHash: string | null;
}

const FIRST_LINE = /^(\S+) wants you to sign in with your (?:Ethereum|Solana) account:$/;
const RESOURCE = /^- urn:waiaas:([a-z0-9-]+):(.*)$/;
const FIELD = /^([A-Za-z ]+): (.*)$/;

function readOperation(value: string): SignedOperation | undefined {
  const [, kind, target, amount, ...symbol] = value.split(':');
  if (kind === undefined || target === undefined || amount === undefined) return undefined;
  return { kind, target, amount, symbol: symbol.join(':') };
}

function readOperations(values: readonly string[] = []): readonly SignedOperation[] {
  return values.flatMap((value) => readOperation(value) ?? []);
}

function readAmount(value: string | null): SignedFacts['amount'] {
  if (value === null) return null;
  const parts = value.split(':');
  const decimals = Number(parts.at(-1));
  return {
    baseUnits: parts[0] ?? '',
    symbol: parts.slice(1, -1).join(':'),
    decimals: Number.isInteger(decimals) && decimals >= 0 && decimals <= 255 ? decimals : null,
  };
}

interface Lines {
  readonly fields: ReadonlyMap<string, string>;
  readonly resources: ReadonlyMap<string, readonly string[]>;
}

type Line = { readonly resource: string; readonly value: string } | { readonly field: string; readonly value: string };

function readLine(line: string): Line | undefined {
  const [, resource, tail] = RESOURCE.exec(line) ?? [];
  if (resource !== undefined && tail !== undefined) return { resource, value: tail };
  const [, field, value] = FIELD.exec(line) ?? [];
  return field === undefined || value === undefined ? undefined : { field, value };
}

const MAY_REPEAT = new Set(['op', 'op-asset']);

/** Fields and resources. A name that comes twice, where one is meant, makes the text unreadable. */
function readLines(lines: readonly string[]): Lines | undefined {
  const fields = new Map<string, string>();
  const resources = new Map<string, string[]>();
  for (const line of lines) {
    if (line === 'Resources:') continue;
    const read = readLine(line);
    if (read === undefined || ('field' in read && fields.has(read.field))) return undefined;
    if ('field' in read) fields.set(read.field, read.value);
    else resources.set(read.resource, [...(resources.get(read.resource) ?? []), read.value]);
  }
  const isTwice = [...resources].some(([name, values]) => values.length > 1 && !MAY_REPEAT.has(name));
  return isTwice ? undefined : { fields, resources };
}

interface Head {
  readonly host: string;
  readonly address: string;
  readonly statement: string;
}

function readHead([first = '', address = '', gap, statement = '', secondGap]: readonly string[]): Head | undefined {
  const [, host] = FIRST_LINE.exec(first) ?? [];
  if (host === undefined || address === '' || gap !== '' || secondGap !== '') return undefined;
  return { host, address, statement };
}

const HEAD_LINES = 5;

/** Reads a challenge text. Undefined for anything that is not exactly such a text: then nothing of it is to be signed. */
export function readChallengeText(text: string): SignedFacts | undefined {
  const all = text.split('\n');
  const head = readHead(all);
  const lines = readLines(all.slice(HEAD_LINES));
  if (head === undefined || lines === undefined) return undefined;
  const one = (name: string): string | null => lines.resources.get(name)?.[0] ?? null;
  const field = (name: string): string => lines.fields.get(name) ?? '';
  const action = one('action');
  const expiresAt = Date.parse(field('Expiration Time')) / 1000;
  if (action === null || Number.isNaN(expiresAt)) return undefined;
  return {
    ...{ ...head, action, expiresAt, uri: field('URI') },
    walletId: one('wallet'),
    transactionId: one('tx'),
    network: one('network'),
    recipient: one('recipient'),
    amount: readAmount(one('amount')),
    asset: one('asset'),
    operations: readOperations(lines.resources.get('op')),
    usd: one('usd'),
    requestHash: one('request-sha256'),
  };
}
