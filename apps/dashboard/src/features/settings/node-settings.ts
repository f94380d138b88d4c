import type { SettingSchema } from '@waiaas/api-types';

export interface NodeSetting {
  readonly network: string;
  readonly chain: 'ethereum' | 'solana';
  /** Of the setting that lists the endpoints. */
  readonly key: string;
  readonly isPinned: boolean;
  /** What a change is held against. */
  readonly version: number;
}

const LIST = /^rpc\.(?:(evm)_)?([a-z0-9_]+)$/;

/** The networks that this daemon knows: each has one setting that lists its endpoints, which are secret for the keys in them. */
export function nodeSettingsOf(settings: readonly SettingSchema[]): readonly NodeSetting[] {
  return settings.flatMap(({ key, isCredential, pinned, version }) => {
    const [, evm, name] = isCredential ? (LIST.exec(key) ?? []) : [];
    if (name === undefined) return [];
    return [
      {
        network: name.replaceAll('_', '-'),
        chain: evm === undefined ? 'solana' : 'ethereum',
        key,
        isPinned: pinned,
        version,
      },
    ];
  });
}
