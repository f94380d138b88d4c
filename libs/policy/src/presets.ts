export type PolicyPreset = 'guarded' | 'testnet' | 'none';

/** A policy a preset writes for a new wallet, in canonical rules. */
export interface PresetPolicy {
  readonly type: string;
  readonly rules: Readonly<Record<string, unknown>>;
  readonly priority: number;
}

// Below the default priority 0: a policy that an admin adds takes the place of the preset's without deleting it.
const PRIORITY = -1;

const GUARDED: readonly PresetPolicy[] = [
  {
    type: 'SPENDING_LIMIT',
    rules: {
      instant_max_usd: 10,
      notify_max_usd: 100,
      delay_max_usd: 500,
      delay_seconds: 900,
      daily_limit_usd: 1000,
      monthly_limit_usd: 10_000,
    },
    priority: PRIORITY,
  },
  { type: 'RATE_LIMIT', rules: { max_requests: 30, window_seconds: 3600 }, priority: PRIORITY },
];

// In units of the coin: what has no price could never pass a limit in USD.
const TESTNET: readonly PresetPolicy[] = [
  {
    type: 'SPENDING_LIMIT',
    rules: {
      token_limits: {
        'native:ethereum': { instant_max: '0.05', notify_max: '0.2', delay_max: '1' },
        'native:solana': { instant_max: '1', notify_max: '5', delay_max: '20' },
      },
      delay_seconds: 60,
    },
    priority: PRIORITY,
  },
  { type: 'RATE_LIMIT', rules: { max_requests: 120, window_seconds: 3600 }, priority: PRIORITY },
];

/** The policies a new wallet starts with. `none` writes none: nothing that moves value runs without a human. */
export function presetPolicies(preset: PolicyPreset): readonly PresetPolicy[] {
  switch (preset) {
    case 'guarded':
      return GUARDED;
    case 'testnet':
      return TESTNET;
    case 'none':
      return [];
  }
}
