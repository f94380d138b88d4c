import type { SettingSchema } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { AreaField, SelectField, TextField } from '../../../components/ui/field';
import { useT } from '../../../lib/i18n';
import { controlOf } from '../setting-draft';

interface SettingControlProps {
  readonly schema: SettingSchema;
  readonly draft: string;
  readonly error: string | undefined;
  /** A secret: whether there is one. */
  readonly isSet: boolean;
  readonly onChange: (draft: string) => void;
}

/** The field that suits what a setting takes; the daemon decides whether it is right. */
export function SettingControl({ schema, draft, error, isSet, onChange }: SettingControlProps): ReactNode {
  const t = useT();
  const kind = controlOf(schema);
  const { label, unit, expects } = schema;
  const common = {
    label: unit === undefined ? label : t('settings.inUnit', { label, unit }),
    isLabelHidden: true,
    error,
    value: draft,
    onChange: (event: { readonly target: { readonly value: string } }) => onChange(event.target.value),
  };
  if (kind === 'boolean') {
    return (
      <SelectField {...common}>
        <option value="true">{t('settings.yes')}</option>
        <option value="false">{t('settings.no')}</option>
      </SelectField>
    );
  }
  if (kind === 'choice') {
    return (
      <SelectField {...common}>
        {schema.options?.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </SelectField>
    );
  }
  if (kind === 'list') return <AreaField {...common} hint={t('settings.onePerLine')} />;
  if (kind === 'object') return <AreaField {...common} hint={t('settings.json')} />;
  if (kind === 'secret') {
    return <TextField {...common} type="password" hint={t(isSet ? 'settings.secret.set' : 'settings.secret.unset')} />;
  }
  return <TextField {...common} inputMode={kind === 'text' ? 'text' : 'decimal'} hint={expects} spellCheck={false} />;
}
