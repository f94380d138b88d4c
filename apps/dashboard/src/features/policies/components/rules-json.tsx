import { useState, type ReactNode } from 'react';
import { AreaField } from '../../../components/ui/field';
import { usePolicyText } from '../policy-text';
import { filledIn, parseObject, type Rules } from '../rules/draft';

interface RulesJsonProps {
  readonly rules: Rules;
  readonly onChange: (rules: Rules) => void;
  readonly onBroken: (isBroken: boolean) => void;
}

/** The rules as they are sent. What is no JSON object stays here until it is one. */
export function RulesJson({ rules, onChange, onBroken }: RulesJsonProps): ReactNode {
  const t = usePolicyText();
  const [text, setText] = useState(() => JSON.stringify(filledIn(rules), undefined, 2));
  const parsed = parseObject(text);
  const type = (next: string): void => {
    setText(next);
    const value = parseObject(next);
    onBroken(value === undefined);
    if (value !== undefined) onChange(value);
  };
  return (
    <AreaField
      label={t('policies.form.json')}
      hint={t('policies.form.json.hint')}
      value={text}
      rows={14}
      error={parsed === undefined ? t('policies.form.json.bad') : undefined}
      onChange={(event) => type(event.target.value)}
    />
  );
}
