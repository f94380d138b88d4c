import { isSameAddress, type Chain } from '@waiaas/core';

/** What wallets and explorers show of an address when they shorten it. */
const SHOWN = 4;

/**
 * The known address that this one could be taken for, or null. Poisoned histories hold an address that was searched until its ends
 * were those of a real recipient; ends are compared without case, since no eye tells checksums apart.
 */
export function lookAlikeOf(chain: Chain, address: string, known: Iterable<string>): string | null {
  const ends = endsOf(chain, address);
  for (const other of known) {
    if (endsOf(chain, other) === ends && !isSameAddress(chain, other, address)) return other;
  }
  return null;
}

function endsOf(chain: Chain, address: string): string {
  const shown = chain === 'ethereum' ? address.replace(/^0x/i, '') : address;
  return `${shown.slice(0, SHOWN)}…${shown.slice(-SHOWN)}`.toLowerCase();
}
