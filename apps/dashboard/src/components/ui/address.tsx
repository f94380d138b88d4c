import type { ReactNode } from 'react';
import { groupAddress, shortAddress } from '../../lib/group-address';

/** In full, in groups of four: what an owner compares. */
export function Address({ address }: { readonly address: string }): ReactNode {
  return (
    <span className="font-mono text-[0.95em]">
      <span className="sr-only">{address}</span>
      <span aria-hidden="true" className="inline-flex flex-wrap gap-x-[0.5ch]">
        {groupAddress(address).map((group, index) => (
          // Groups repeat; their place is their identity.
          <span key={`${String(index)}-${group}`} className={index % 2 === 0 ? '' : 'text-soft'}>
            {group}
          </span>
        ))}
      </span>
    </span>
  );
}

export function ShortAddress({ address }: { readonly address: string }): ReactNode {
  return (
    <span className="font-mono text-[0.95em]" title={address}>
      {shortAddress(address)}
    </span>
  );
}
