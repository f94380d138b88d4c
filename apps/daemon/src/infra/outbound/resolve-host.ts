import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { classOf } from './address-rules.js';
import { OutboundError } from './outbound-error.js';

/** Every address of a name, as the operating system gives them. */
export type HostLookup = (hostname: string) => Promise<readonly string[]>;

export interface CheckedHost {
  /** Addresses to dial, and no others: asking again could give different ones. */
  readonly addresses: readonly string[];
  readonly isPrivate: boolean;
}

const MAX_ADDRESSES = 4;

export const systemLookup: HostLookup = async (hostname) => {
  const found = await lookup(hostname, { all: true, verbatim: true });
  return found.map(({ address }) => address);
};

/**
 * Resolves a name once and judges what it gave. One address that must not be dialled refuses the name: which of them is dialled is
 * chosen by whoever answers for the name.
 */
export async function resolveHost(
  hostname: string,
  { allowPrivate, lookupHost }: { readonly allowPrivate: boolean; readonly lookupHost: HostLookup },
): Promise<CheckedHost> {
  const addresses = isIP(hostname) === 0 ? await lookupOrFail(hostname, lookupHost) : [hostname];
  const classes = new Set(addresses.map(classOf));
  if (classes.has('forbidden')) throw new OutboundError('FORBIDDEN_ADDRESS');
  if (classes.has('private') && !allowPrivate) throw new OutboundError('PRIVATE_ADDRESS');
  return { addresses: addresses.slice(0, MAX_ADDRESSES), isPrivate: !classes.has('public') };
}

async function lookupOrFail(hostname: string, lookupHost: HostLookup): Promise<readonly string[]> {
  try {
    const addresses = await lookupHost(hostname);
    if (addresses.length > 0) return addresses;
  } catch (error) {
    throw new OutboundError('DNS_FAILED', { cause: error });
  }
  throw new OutboundError('DNS_FAILED');
}
