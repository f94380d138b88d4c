import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Notice } from '../../../components/ui/notice';
import { useT } from '../../../lib/i18n';

export function ExposureNote({ findings }: { readonly findings: number }): ReactNode {
  const t = useT();
  if (findings === 0) return null;
  return (
    <Notice tone="warn" title={t('overview.exposure', { count: findings })}>
      <Link to="/network" className="justify-self-start text-accent underline underline-offset-4">
        {t('overview.exposure.look')}
      </Link>
    </Notice>
  );
}
