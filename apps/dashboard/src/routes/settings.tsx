import type { ReactNode } from 'react';
import { ApiKeys } from '../features/settings/components/api-keys';
import { PasswordForm } from '../features/settings/components/password-form';
import { SettingsPage } from './settings-tabs';

export function Settings(): ReactNode {
  return (
    <SettingsPage tab="access">
      <PasswordForm />
      <ApiKeys />
    </SettingsPage>
  );
}
