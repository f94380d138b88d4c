import { toAsciiLabel } from './punycode.js';

const MAX_HOST = 253;
const MAX_INPUT = 1000;
// RFC 1123 labels; UTS 46 reads the ideographic full stops as dots.
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const DOTS = /[\u3002\uff0e\uff61]/g;

function canonicalLabels(input: string): readonly string[] | undefined {
  if (input.length === 0 || input.length > MAX_INPUT) return undefined;
  const folded = input.replace(DOTS, '.').normalize('NFKC').toLowerCase().normalize('NFKC').replace(/\.$/, '');
  const labels = folded.split('.').map((label) => (label.length > 63 ? '' : toAsciiLabel(label)));
  return labels.every((label) => LABEL.test(label)) && labels.join('.').length <= MAX_HOST ? labels : undefined;
}

/** A host in the one form hosts are compared in: lower case, A-labels, no trailing dot. Undefined for what is no host. */
export function canonicalHost(input: string): string | undefined {
  return canonicalLabels(input)?.join('.');
}

/** A list entry: a host, or `*.` before at least two labels. Undefined for anything else. */
export function canonicalHostPattern(input: string): string | undefined {
  if (!input.startsWith('*.')) return canonicalHost(input);
  const labels = canonicalLabels(input.slice(2));
  return labels === undefined || labels.length < 2 ? undefined : `*.${labels.join('.')}`;
}

/** Whether a canonical host fits a canonical entry; `*.x.y` takes one or more labels before x.y, never x.y itself. */
export function isHostCovered(host: string, entries: ReadonlySet<string>): boolean {
  if (entries.has(host)) return true;
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
    if (entries.has(`*${host.slice(dot)}`)) return true;
  }
  return false;
}
