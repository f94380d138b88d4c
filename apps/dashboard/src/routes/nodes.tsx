import type { ReactNode } from 'react';
import { NodeList } from '../features/settings/components/nodes/node-list';
import { PriceSources } from '../features/settings/components/nodes/price-sources';
import { ProbeForm } from '../features/settings/components/nodes/probe-form';
import { SettingsPage } from './settings-tabs';

export function Nodes(): ReactNode {
  return (
    <SettingsPage tab="nodes">
      <ProbeForm />
      <NodeList />
      <PriceSources />
    </SettingsPage>
  );
}
