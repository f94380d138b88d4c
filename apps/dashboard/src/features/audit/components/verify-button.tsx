import type { ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { ErrorNotice } from '../../../components/ui/error-notice';
import { Notice } from '../../../components/ui/notice';
import { useT } from '../../../lib/i18n';
import { useWrite } from '../../../lib/use-write';
import { verifyAudit } from '../audit.queries';

export function VerifyChain(): ReactNode {
  const t = useT();
  const check = useWrite({ mutationFn: verifyAudit });
  return (
    <div className="contents">
      <Button onClick={() => check.mutate()} isBusy={check.isPending}>
        {t('audit.verify')}
      </Button>
      <div className="order-last grid w-full gap-3 empty:hidden">
        <ErrorNotice error={check.error} />
        {check.data !== undefined && (
          <Notice
            tone={check.data.ok ? 'info' : 'danger'}
            isAlert
            title={
              check.data.ok
                ? t('audit.whole', { count: check.data.checked, heads: check.data.checkpoints })
                : t('audit.broken', { id: check.data.brokenAt ?? '?' })
            }
          />
        )}
      </div>
    </div>
  );
}
