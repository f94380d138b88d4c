import type { ReactNode } from 'react';
import { Page } from '../components/ui/page';
import { TabLinks } from '../components/ui/tab-links';
import { useT } from '../lib/i18n';

const TABS = ['access', 'values', 'nodes', 'tokens'] as const;
type Tab = (typeof TABS)[number];

export function SettingsPage({ tab, children }: { readonly tab: Tab; readonly children: ReactNode }): ReactNode {
  const t = useT();
  return (
    <Page title={t('settings.title')} lead={t(`settings.tab.${tab}.lead`)}>
      <TabLinks
        label={t('settings.title')}
        tabs={TABS.map((name) => ({
          to: name === 'access' ? '/settings' : `/settings/${name}`,
          text: t(`settings.tab.${name}`),
          isCurrent: name === tab,
        }))}
      />
      {children}
    </Page>
  );
}
