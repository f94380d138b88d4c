import type { ReactNode } from 'react';
import { Address } from '../../../components/ui/address';
import { Notice } from '../../../components/ui/notice';
import { safeText } from '../../../lib/safe-text';
import type { SaveWarning } from '../policies.mutations';
import { usePolicyText } from '../policy-text';

/** That it was saved, and what about it is worth a look. */
export function SaveNotice({ warnings }: { readonly warnings: readonly SaveWarning[] }): ReactNode {
  const t = usePolicyText();
  if (warnings.length === 0) return <Notice tone="info" title={t('policies.saved')} />;
  return (
    <Notice tone="warn" isAlert title={t('policies.warnings')}>
      <ul className="grid gap-3">
        {warnings.map((warning, index) => (
          <li key={`${warning.code}-${String(index)}`} className="grid gap-0.5">
            {warning.address !== undefined && <Address address={safeText(warning.address, 64)} />}
            <Warning warning={warning} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Warning({ warning: { code, codeOn = [], noCodeOn = [] } }: { readonly warning: SaveWarning }): ReactNode {
  const t = usePolicyText();
  if (code !== 'ADDRESS_NOT_EVERYWHERE') return <span>{t('policies.warning.other', { code: safeText(code, 60) })}</span>;
  return <span>{t('policies.warning.ADDRESS_NOT_EVERYWHERE', { on: codeOn.join(', '), off: noCodeOn.join(', ') })}</span>;
}
