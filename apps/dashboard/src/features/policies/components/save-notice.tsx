import type { PolicyWarning } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Address } from '../../../components/ui/address';
import { Notice } from '../../../components/ui/notice';
import { safeText } from '../../../lib/safe-text';
import { isPolicyKey, usePolicyText } from '../policy-text';

/** That it was saved, and what about it is worth a look. */
export function SaveNotice({ warnings }: { readonly warnings: readonly PolicyWarning[] }): ReactNode {
  const t = usePolicyText();
  if (warnings.length === 0) return <Notice tone="info" title={t('policies.saved')} />;
  return (
    <Notice tone="warn" isAlert title={t('policies.warnings')}>
      <ul className="grid gap-3">
        {warnings.map((warning, index) => (
          <li key={`${warning.code}-${String(index)}`} className="grid gap-0.5">
            <Address address={safeText(warning.address, 64)} />
            <Warning warning={warning} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** A code that is newer than this page is shown as it is. */
function Warning({ warning: { code, codeOn, noCodeOn } }: { readonly warning: PolicyWarning }): ReactNode {
  const t = usePolicyText();
  const key = `policies.warning.${code as string}`;
  if (!isPolicyKey(key)) return <span>{t('policies.warning.other', { code: safeText(code, 60) })}</span>;
  return <span>{t(key, { on: codeOn.join(', '), off: noCodeOn.join(', ') })}</span>;
}
