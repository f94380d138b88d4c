import { BlockList, isIP } from 'node:net';

/** What an address may be dialled as: anybody's, only where private ranges are allowed, or never. */
export type AddressClass = 'public' | 'private' | 'forbidden';

type Range = readonly [address: string, prefix: number];

// IANA special-purpose registries (RFC 6890 and its updates). Link-local holds the metadata services of clouds: never, whatever is allowed.
const FORBIDDEN_V4: readonly Range[] = [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
const PRIVATE_V4: readonly Range[] = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
];
const PRIVATE_V6: readonly Range[] = [
  ['::1', 128],
  ['fc00::', 7],
];
/** Global unicast; everything outside of it that is not private is forbidden, mapped and translated IPv4 among it. */
const GLOBAL_V6: Range = ['2000::', 3];
/** Inside of global unicast: Teredo and the other protocol assignments, documentation, 6to4, SRv6. */
const FORBIDDEN_V6: readonly Range[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const listOf = (ranges: readonly Range[], family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList();
  for (const [address, prefix] of ranges) list.addSubnet(address, prefix, family);
  return list;
};

const forbidden4 = listOf(FORBIDDEN_V4, 'ipv4');
const private4 = listOf(PRIVATE_V4, 'ipv4');
const private6 = listOf(PRIVATE_V6, 'ipv6');
const global6 = listOf([GLOBAL_V6], 'ipv6');
const forbidden6 = listOf(FORBIDDEN_V6, 'ipv6');
const mapped6 = listOf([['::ffff:0:0', 96]], 'ipv6');

/** The class of an IP address; what is no address is forbidden. */
export function classOf(address: string): AddressClass {
  const family = isIP(address);
  if (family === 4) return classOf4(address);
  return family === 6 && !address.includes('%') ? classOf6(address) : 'forbidden';
}

function classOf4(address: string): AddressClass {
  if (forbidden4.check(address, 'ipv4')) return 'forbidden';
  return private4.check(address, 'ipv4') ? 'private' : 'public';
}

function classOf6(address: string): AddressClass {
  // A BlockList compares a mapped address with its IPv4 rules; here no other spelling of an IPv4 address is taken at all.
  if (mapped6.check(address, 'ipv6')) return 'forbidden';
  if (private6.check(address, 'ipv6')) return 'private';
  return global6.check(address, 'ipv6') && !forbidden6.check(address, 'ipv6') ? 'public' : 'forbidden';
}
