import type { ExposureFinding } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice';
import { isMessageKey, useT } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';

const TONES = { info: 'info', warning: 'warn', critical: 'danger' } as const;
const ORDER: readonly ExposureFinding['severity'][] = ['critical', 'warning', 'info'];

/** The worst first, each with what to change. A finding that is newer than this page speaks for itself. */
export function Findings({ findings }: { readonly findings: readonly ExposureFinding[] }): ReactNode {
  const t = useT();
  if (findings.length === 0) return <Notice tone="info" title={t('network.noFindings')} />;
  const inWords = (key: string, own: string): string => (isMessageKey(key) ? t(key) : safeText(own, 500));
  const sorted = findings.toSorted((one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity));
  return (
    <ul className="grid gap-3">
      {sorted.map(({ severity, code, message, fix }) => (
        <li key={`${code}-${message}`}>
          <Notice tone={TONES[severity]} title={inWords(`finding.${code}`, message)}>
            <p>{inWords(`finding.${code}.fix`, fix)}</p>
            <p className="font-mono text-xs text-soft">{safeText(code)}</p>
          </Notice>
        </li>
      ))}
    </ul>
  );
}
