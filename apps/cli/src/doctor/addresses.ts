import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Every way to write "this machine alone" in a listening address or a published port. */
export function isLoopback(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '').replace(/^::ffff:/i, '');
  return plain === 'localhost' || plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}

/** Addresses of this machine that another one may use. Link-local IPv6 needs an interface to be dialled by. */
export function ownAddresses(): readonly string[] {
  return Object.entries(networkInterfaces()).flatMap(([name, entries = []]) =>
    entries
      .filter(({ internal }) => !internal)
      .map(({ address }) => (address.toLowerCase().startsWith('fe80:') ? `${address}%${name}` : address)),
  );
}
