import type { PolicySettings } from './facts.js';

/** The settings a daemon has before anybody changed one. Every default-deny is on; what cannot be read asks a human. */
export const POLICY_SETTINGS_DEFAULTS: PolicySettings = {
  defaultDenyTokens: true,
  defaultDenyContracts: true,
  defaultDenySpenders: true,
  defaultDenyX402Domains: true,
  defaultDenyErc8128Domains: true,
  defaultDenyVenues: true,
  signMessageDefaultTier: 'APPROVAL',
  typedDataDefaultTier: 'APPROVAL',
  defaultDelaySeconds: 900,
  defaultApprovalTimeoutSeconds: 3600,
  defaultErc8128Rpm: 60,
};
