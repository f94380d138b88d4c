import type { ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { ErrorNotice } from '../../../components/ui/error-notice';
import { Notice } from '../../../components/ui/notice';
import { useT } from '../../../lib/i18n';
import { saveFile } from '../../../lib/save-file';
import { useWrite } from '../../../lib/use-write';
import { exportAudit } from '../audit.queries';

/** The chain as a file that can be checked without the daemon. */
export function ExportAudit(): ReactNode {
  const t = useT();
  const out = useWrite({
    mutationFn: exportAudit,
    gcTime: 0,
    onSuccess: (file) => saveFile(file, `waiaas-audit-${new Date().toISOString().slice(0, 10)}.ndjson`),
  });
  return (
    <div className="contents">
      <Button onClick={() => out.mutate()} isBusy={out.isPending}>
        {t('audit.export')}
      </Button>
      <div className="order-last grid w-full gap-3 empty:hidden">
        <ErrorNotice error={out.error} />
        {out.isSuccess && (
          <Notice tone="info" isAlert title={t('audit.exported')}>
            <code className="text-sm">waiaas audit verify FILE</code>
          </Notice>
        )}
      </div>
    </div>
  );
}
