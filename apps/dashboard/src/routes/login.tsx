import type { ReactNode } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { Notice } from '../components/ui/notice';
import { Page } from '../components/ui/page';
import { AdminLoginForm } from '../features/login/components/admin-login-form';
import { useT } from '../lib/i18n';
import { nextPath } from '../lib/next-path';

export function LoginPage(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const why = search.get('why');
  return (
    <Page title={t('login.title')} lead={t('login.lead')}>
      {(why === 'idle' || why === 'over') && <Notice tone="warn" title={t(`login.${why}`)} />}
      <div className="card p-6">
        <AdminLoginForm onDone={() => void navigate(nextPath(search.toString()), { replace: true })} />
      </div>
      <p className="text-sm">
        <Link to={`/owner/login?${search.toString()}`} className="text-accent underline underline-offset-4">
          {t('login.ownerLink')}
        </Link>
      </p>
      <p className="text-sm text-soft">{t('login.where', { host: location.host })}</p>
    </Page>
  );
}
