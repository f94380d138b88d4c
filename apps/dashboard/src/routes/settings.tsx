import type { ReactNode } from 'react';
import { UnsavedFields } from '../components/ui/unsaved-fields';
import { ApiKeys } from '../features/settings/components/api-keys';
import { PasswordForm } from '../features/settings/components/password-form';
import { SettingsPage } from './settings-tabs';

export function Settings(): ReactNode {
  return (
    <SettingsPage tab="access">
      <UnsavedFields>
        <PasswordForm />
        <ApiKeys />
      </UnsavedFields>
    </SettingsPage>
  );
}
