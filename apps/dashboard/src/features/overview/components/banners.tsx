import type { ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice';
import { useBannerText } from '../../../lib/banner-text';

/** What names this route has a notice with a button on every page. */
const CONFIRM_CLOCK = '/v1/admin/clock/confirm';

/** What would go unnoticed otherwise. */
export function Banners({ banners }: { readonly banners: readonly string[] }): ReactNode {
  const text = useBannerText();
  const others = banners.filter((banner) => !banner.includes(CONFIRM_CLOCK));
  return others.map((banner) => <Notice key={banner} tone="warn" title={text(banner)} />);
}
