import type { ReactNode } from 'react';
import { Badge, type BadgeTone } from '../../../components/ui/badge';
import { usePolicyText } from '../policy-text';
import type { Change } from '../rules/rule-lines';

const TONES: Readonly<Record<Change['kind'], BadgeTone>> = { added: 'good', removed: 'bad', changed: 'warn' };

/** What becomes different, one thing a line, with what it was. */
export function ChangeList({ changes }: { readonly changes: readonly Change[] }): ReactNode {
  const t = usePolicyText();
  if (changes.length === 0) return <p className="text-soft">{t('policies.diff.none')}</p>;
  return (
    <ul className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-2.5">
      {changes.map(({ key, kind, name, before, after }) => (
        <li key={key} className="col-span-2 grid grid-cols-subgrid items-baseline justify-items-start">
          <Badge tone={TONES[kind]}>{t(`policies.diff.${kind}`)}</Badge>
          <span className="min-w-0 wrap-anywhere">
            <span className="text-soft">{name}: </span>
            {before !== undefined && (
              <>
                <span className="sr-only">{t('policies.diff.was')} </span>
                <del className="text-soft decoration-danger/70">{before}</del>
              </>
            )}
            {before !== undefined && after !== undefined && <span aria-hidden="true"> → </span>}
            {after !== undefined && (
              <>
                <span className="sr-only"> {t('policies.diff.is')} </span>
                <ins className="font-medium no-underline">{after}</ins>
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
