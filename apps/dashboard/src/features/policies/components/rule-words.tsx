import type { ReactNode } from 'react';
import { Facts } from '../../../components/ui/facts';
import { usePolicyText } from '../policy-text';
import type { Rules } from '../rules/draft';
import { linesOf } from '../rules/rule-lines';

const MOST_LINES = 200;

interface RuleWordsProps {
  readonly rules: Rules;
  /** Beside a form there is room for one column. */
  readonly isNarrow?: boolean;
}

/** What rules say, line by line; names that repeat are said once. */
export function RuleWords({ rules, isNarrow = false }: RuleWordsProps): ReactNode {
  const t = usePolicyText();
  const lines = linesOf(rules, t);
  if (lines.length === 0) return <p className="text-soft">{t('policies.form.words.none')}</p>;
  const shown = lines.slice(0, MOST_LINES);
  const names = [...new Set(shown.map(({ name }) => name))];
  return (
    <>
      <Facts
        isNarrow={isNarrow}
        facts={names.map((name) => ({
          name,
          value: (
            <ul className="grid gap-1">
              {shown
                .filter((line) => line.name === name)
                .map(({ key, value }) => (
                  <li key={key} className="wrap-anywhere">
                    {value}
                  </li>
                ))}
            </ul>
          ),
        }))}
      />
      {lines.length > MOST_LINES && (
        <p className="text-soft">{t('policies.moreEntries', { count: lines.length - MOST_LINES })}</p>
      )}
    </>
  );
}
