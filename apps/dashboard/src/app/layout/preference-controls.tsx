import type { ReactNode } from 'react';
import { useT } from '../../lib/i18n';
import { LANGUAGES, preferences, THEMES, type Language, type Theme } from '../../lib/preferences';
import { useStore } from '../../lib/use-store';

const LOOK = 'min-h-9 rounded-lg border border-strong bg-surface px-2 text-sm text-ink';

export function PreferenceControls(): ReactNode {
  const t = useT();
  const { language, theme } = useStore(preferences);
  return (
    <div className="flex flex-wrap gap-2">
      <select
        aria-label={t('shell.language')}
        className={LOOK}
        value={language}
        onChange={(event) => preferences.change({ language: event.target.value as Language })}
      >
        {Object.entries(LANGUAGES).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
      <select
        aria-label={t('shell.theme')}
        className={LOOK}
        value={theme}
        onChange={(event) => preferences.change({ theme: event.target.value as Theme })}
      >
        {THEMES.map((name) => (
          <option key={name} value={name}>
            {t(`shell.theme.${name}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
