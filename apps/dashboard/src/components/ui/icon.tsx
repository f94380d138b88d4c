import type { ReactNode } from 'react';

/** Lines on a grid of 20; drawn for this page. */
const SHAPES = {
  overview: 'M3 10.5 10 4l7 6.5M5 9.5V16h4v-4h2v4h4V9.5',
  approvals: 'M4 4h12v9a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3V4m3 5 2.2 2.2L13.5 7',
  transactions: 'M3 7h12m0 0-3-3m3 3-3 3M17 13H5m0 0 3-3m-3 3 3 3',
  wallets: 'M3 6.5h12.5A1.5 1.5 0 0 1 17 8v7a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 3 15V6.5m0 0L13 3.5v3M13.5 11.5h.01',
  sessions: 'M7.5 12.5a4 4 0 1 1 3-6.6 4 4 0 0 1 .6 4.2L17 16v1.5h-2.5V16H13v-1.5h-1.5l-1.3-1.4a4 4 0 0 1-2.7-.6M7 8h.01',
  policies: 'M4 5h12M4 10h12M4 15h12M7 3.5v3M13 8.5v3M9 13.5v3',
  tokens: 'M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13m0 3.5v6m-2-4.5h3a1.2 1.2 0 0 1 0 2.5H8.5h2.7a1.2 1.2 0 0 1 0 2H8',
  network: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M3 10h14M10 3c4 4 4 10 0 14-4-4-4-10 0-14',
  audit: 'M5 3h7l3 3v11H5V3m2.5 6h5m-5 3h5m-5-6h2',
  settings:
    'M10 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M10 3v2m0 10v2M3 10h2m10 0h2M5 5l1.5 1.5m7 7L15 15m0-10-1.5 1.5m-7 7L5 15',
  freeze: 'M10 2.5v15M3.5 6.2l13 7.6m0-7.6-13 7.6M8 3.8l2 2 2-2M8 16.2l2-2 2 2',
  menu: 'M3 6h14M3 10h14M3 14h14',
  close: 'M5 5l10 10M15 5 5 15',
  copy: 'M7 7V4h9v9h-3M4 7h9v9H4V7',
  check: 'm4 10.5 4 4 8-9',
  warning: 'M10 3.5 17.5 16h-15L10 3.5m0 4.5v4m0 2h.01',
  chevron: 'm7 4 6 6-6 6',
  arrow: 'M4 10h12m0 0-4-4m4 4-4 4',
  person: 'M10 10a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4M3.8 17c.6-3.4 3-5 6.2-5s5.600 1.600 6.200 5',
} as const;

export type IconName = keyof typeof SHAPES;

export function Icon({ name, className = 'size-5' }: { readonly name: IconName; readonly className?: string }): ReactNode {
  return (
    <svg viewBox="0 0 20 20" className={`shrink-0 ${className}`} aria-hidden="true" fill="none" stroke="currentColor">
      <path d={SHAPES[name]} strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
