import type { ReactNode } from 'react';

/** The mark and the name; beside other things the mark alone, where a page is narrower than any phone sold now. */
export function Brand({ isBeside = false }: { readonly isBeside?: boolean }): ReactNode {
  return (
    <span className="inline-flex items-center gap-2.5 font-semibold tracking-tight">
      <svg viewBox="0 0 32 32" className="size-7 text-accent" aria-hidden="true">
        <rect width="32" height="32" rx="9" fill="currentColor" />
        <path
          d="M7 10.5 11.2 22 16 11l4.800 11L25 10.5"
          className="stroke-on-accent"
          fill="none"
          strokeWidth="2.6"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span className={isBeside ? 'max-[23.2rem]:sr-only' : ''}>WAIaaS</span>
    </span>
  );
}
