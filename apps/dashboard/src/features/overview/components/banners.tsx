import type { ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice';
import { useBannerText } from '../../../lib/banner-text';

/** What names one of these routes has a notice with a button on every page. */
const WITH_BUTTON = ['/v1/admin/clock/confirm', '/v1/admin/integrity'];

/** What would go unnoticed otherwise. */
export function Banners({ banners }: { readonly banners: readonly string[] }): ReactNode {
  const text = useBannerText();
  const others = banners.filter((banner) => !WITH_BUTTON.some((route) => banner.includes(route)));
  return others.map((banner) => <Notice key={banner} tone="warn" title={text(banner)} />);
}
