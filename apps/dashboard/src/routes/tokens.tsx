import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { QueryView } from '../components/ui/query-view';
import { nodeSettingsOf } from '../features/settings/node-settings';
import { settingQueries } from '../features/settings/settings.queries';
import { TokenRegistry } from '../features/tokens/components/token-registry';
import { SettingsPage } from './settings-tabs';

export function Tokens(): ReactNode {
  const query = useQuery(settingQueries.schema());
  return (
    <SettingsPage tab="tokens">
      <QueryView query={query}>
        {({ settings }) => <TokenRegistry networks={nodeSettingsOf(settings).map(({ network }) => network)} />}
      </QueryView>
    </SettingsPage>
  );
}
