import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Notice } from '../../../components/ui/notice';
import { useBannerText } from '../../../lib/banner-text';
import { useT } from '../../../lib/i18n';

/** What names one of these routes has a notice with a button on every page. */
const WITH_BUTTON = ['/v1/admin/clock/confirm', '/v1/admin/integrity'];

/** What would go unnoticed otherwise. */
export function Banners({ banners }: { readonly banners: readonly string[] }): ReactNode {
  const t = useT();
  const text = useBannerText();
  const others = banners.filter((banner) => !WITH_BUTTON.some((route) => banner.includes(route)));
  return others.map((banner) => (
    <Notice key={banner} tone="warn" title={text(banner)}>
      {/notifi|channel/i.test(banner) && (
        <Link to="/settings/values" className="justify-self-start text-accent underline underline-offset-4">
          {t('banner.setUp')}
        </Link>
      )}
    </Notice>
  ));
}
