import type { ReactNode } from 'react';
import { SettingsEditor } from '../features/settings/components/settings-editor';
import { SettingsPage } from './settings-tabs';

export function SettingValues(): ReactNode {
  return (
    <SettingsPage tab="values">
      <SettingsEditor />
    </SettingsPage>
  );
}
