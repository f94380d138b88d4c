import type { ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice';
import { safeText } from '../../../lib/safe-text';

/** What would go unnoticed otherwise, in the daemon's own words. */
export function Banners({ banners }: { readonly banners: readonly string[] }): ReactNode {
  return banners.map((banner) => <Notice key={banner} tone="warn" title={safeText(banner)} />);
}
