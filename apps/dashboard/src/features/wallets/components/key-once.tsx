import type { ExportKeyResponse } from '@waiaas/api-types';
import { useState, type ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { CopyButton } from '../../../components/ui/copy-button';
import { Notice } from '../../../components/ui/notice';
import { useT } from '../../../lib/i18n';

/** The only time this key is seen. It is gone with this component. */
export function KeyOnce({ exported }: { readonly exported: ExportKeyResponse }): ReactNode {
  const t = useT();
  const [isShown, setShown] = useState(false);
  const text = exported.format === 'raw' ? exported.secret : exported.blob;
  return (
    <div className="grid gap-4">
      <Notice tone="warn" isAlert title={t(`export.once.${exported.format}`)} />
      <code className="max-h-60 min-w-0 overflow-auto rounded-lg bg-raised p-3 font-mono text-sm break-all">
        {isShown ? text : '•'.repeat(32)}
      </code>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setShown(!isShown)}>{t(isShown ? 'sessions.hide' : 'sessions.show')}</Button>
        <CopyButton text={text} what={t('export.key')} />
      </div>
    </div>
  );
}
