import type { ReactNode } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { Notice } from '../components/ui/notice';
import { Page } from '../components/ui/page';
import { OwnerLoginPanel } from '../features/login/components/owner-login-panel';
import { useT } from '../lib/i18n';
import { nextPath } from '../lib/next-path';

export function OwnerLoginPage(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const why = search.get('why');
  const next = nextPath(search.toString());
  // Owners have their approvals and no overview.
  const onDone = (): void => void navigate(next === '/' ? '/approvals' : next, { replace: true });
  return (
    <Page title={t('owner.title')} lead={t('owner.lead')}>
      {(why === 'idle' || why === 'over') && <Notice tone="warn" title={t(`login.${why}`)} />}
      <OwnerLoginPanel onDone={onDone} />
      <p className="text-sm">
        <Link to={`/login?${search.toString()}`} className="text-accent underline underline-offset-4">
          {t('login.adminLink')}
        </Link>
      </p>
    </Page>
  );
}
