import type { ReactNode } from 'react';
import { isRouteErrorResponse, useRouteError } from 'react-router';
import { Button, ButtonLink } from '../components/ui/button';
import { Page } from '../components/ui/page';
import { useT } from '../lib/i18n';

/** The last net. What it shows has no content of the page that broke. */
export function ErrorBoundary(): ReactNode {
  const t = useT();
  const error = useRouteError();
  const isMissing = isRouteErrorResponse(error) && error.status === 404;
  return (
    <main className="mx-auto max-w-xl p-6 pt-16">
      <Page
        title={t(isMissing ? 'shell.missing' : 'shell.broken')}
        lead={t(isMissing ? 'shell.missing.lead' : 'shell.broken.lead')}
      >
        <div className="flex gap-2">
          <Button look="primary" onClick={() => location.reload()}>
            {t('shell.reload')}
          </Button>
          <ButtonLink to="/">{t('shell.home')}</ButtonLink>
        </div>
      </Page>
    </main>
  );
}
