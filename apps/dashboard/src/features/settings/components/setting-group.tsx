import type { SettingSchema } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Badge } from '../../../components/ui/badge';
import { Icon } from '../../../components/ui/icon';
import { isMessageKey, useT } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';
import { controlOf, fromDraft, inWords, toDraft, type Drafts } from '../setting-draft';
import { SettingControl } from './setting-control';

interface SettingGroupProps {
  readonly category: string;
  readonly settings: readonly SettingSchema[];
  readonly drafts: Drafts;
  readonly isOpen: boolean;
  readonly onChange: (setting: SettingSchema, draft: string) => void;
}

export function SettingGroup({ category, settings, drafts, isOpen, onChange }: SettingGroupProps): ReactNode {
  const t = useT();
  const name = `settings.category.${category}`;
  const changed = settings.filter(({ key }) => drafts.has(key)).length;
  return (
    <details className="card group" open={isOpen || changed > 0 || undefined}>
      <summary className="flex items-center justify-between gap-3 p-5 sm:px-6">
        <span className="flex items-center gap-3">
          <Icon name="chevron" className="size-4 text-soft transition-transform group-open:rotate-90" />
          <h2>{isMessageKey(name) ? t(name) : safeText(category)}</h2>
        </span>
        <span className="flex items-center gap-2 text-sm text-soft">
          {changed > 0 && <Badge tone="warn">{t('settings.changed', { count: changed })}</Badge>}
          {settings.length}
        </span>
      </summary>
      <ul className="grid gap-0 border-t border-line">
        {settings.map((setting) => (
          <SettingRow
            key={setting.key}
            setting={setting}
            draft={drafts.get(setting.key)?.text}
            onChange={(draft) => onChange(setting, draft)}
          />
        ))}
      </ul>
    </details>
  );
}

interface SettingRowProps {
  readonly setting: SettingSchema;
  readonly draft: string | undefined;
  readonly onChange: (draft: string) => void;
}

function SettingRow({ setting, draft, onChange }: SettingRowProps): ReactNode {
  const t = useT();
  const kind = controlOf(setting);
  const isUnreadable = draft !== undefined && fromDraft(kind, draft) === undefined;
  return (
    <li
      className={`grid gap-x-8 gap-y-3 border-b border-line p-5 last:border-0 sm:px-6 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_20rem] ${draft === undefined ? '' : 'bg-warn-wash/40'}`}
    >
      <About setting={setting} />
      {setting.runtime && !setting.pinned ? (
        <SettingControl
          schema={setting}
          draft={draft ?? toDraft(kind, setting.value)}
          isSet={setting.value === true}
          error={isUnreadable ? t('settings.mustBe', { what: setting.expects }) : undefined}
          onChange={onChange}
        />
      ) : (
        <div className="grid content-start gap-1">
          <p className="font-mono text-sm break-all">{safeText(inWords(setting.value, t('states.none')), 400)}</p>
          <p className="text-sm text-soft">
            {t(setting.pinned ? 'settings.pinned' : 'settings.startOnly', { name: setting.environmentName })}
          </p>
        </div>
      )}
    </li>
  );
}

function About({ setting }: { readonly setting: SettingSchema }): ReactNode {
  const t = useT();
  const { key, label, unit, description, source, pinned, isCredential, defaultValue } = setting;
  const unset = isCredential ? t('states.none') : inWords(defaultValue, t('states.none'));
  return (
    <div className="grid min-w-0 content-start gap-1">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{unit === undefined ? label : t('settings.inUnit', { label, unit })}</span>
        {source !== 'default' && <Badge tone={pinned ? 'warn' : 'good'}>{t(`settings.source.${source}`)}</Badge>}
      </p>
      <p className="text-sm break-words text-soft">{description}</p>
      <p className="font-mono text-xs break-all text-soft">
        {key} · {t('settings.default', { value: unset })}
      </p>
    </div>
  );
}
