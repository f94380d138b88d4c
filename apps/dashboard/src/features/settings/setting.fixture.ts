import type { SettingSchema } from '@waiaas/api-types';

/** A setting as the daemon describes it; without a type it is a secret list. */
export const settingOf = (key: string, over: Partial<SettingSchema> = {}): SettingSchema => ({
  ...{
    key,
    category: key.slice(0, key.indexOf('.')),
    label: '',
    description: '',
    value: false,
    defaultValue: false,
    isCredential: over.type === undefined,
  },
  ...{ runtime: true, restartNeeded: false, source: 'default' as const, pinned: false, environmentName: '', version: 0 },
  ...{ stepUp: true, type: 'list' as const, expects: '' },
  ...over,
});
