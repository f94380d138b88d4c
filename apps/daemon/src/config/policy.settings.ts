import { boolean, integer, oneOf } from './setting.js';

const TIERS = ['INSTANT', 'NOTIFY', 'DELAY', 'APPROVAL'] as const;

const defaultDeny = (what: string) =>
  boolean({
    default: true,
    runtime: true,
    description: `Denies ${what} while no policy lists any. A policy that exists is enforced either way.`,
  });

export const policySettings = {
  'policy.default_deny_tokens': defaultDeny('token transfers'),
  'policy.default_deny_contracts': defaultDeny('contract calls'),
  'policy.default_deny_spenders': defaultDeny('token approvals'),
  'policy.default_deny_x402_domains': defaultDeny('x402 payments'),
  'policy.default_deny_erc8128_domains': defaultDeny('ERC-8128 signatures'),
  'policy.default_deny_venues': defaultDeny('trading venues'),
  'policy.sign_message_default_tier': oneOf({
    default: 'APPROVAL',
    values: TIERS,
    runtime: true,
    description: 'The least a message signature asks for.',
  }),
  'policy.typed_data_default_tier': oneOf({
    default: 'APPROVAL',
    values: TIERS,
    runtime: true,
    description: 'The least a typed-data signature of unknown kind asks for.',
  }),
  'policy.default_delay_seconds': integer({
    default: 900,
    min: 60,
    max: 2_592_000,
    runtime: true,
    description: 'Wait of tier DELAY where the policy names none.',
  }),
  'policy.default_approval_timeout_seconds': integer({
    default: 3600,
    min: 1,
    max: 2_592_000,
    runtime: true,
    description: 'How long an approval is waited for where the policy names nothing.',
  }),
  'policy.default_erc8128_rpm': integer({
    default: 60,
    min: 1,
    max: 100_000,
    runtime: true,
    description: 'ERC-8128 signatures per minute and domain where the policy names nothing.',
  }),
  'policy.loosening_delay_seconds': integer({
    default: 0,
    min: 0,
    max: 2_592_000,
    runtime: true,
    description: 'Wait before a change that loosens a policy takes effect.',
  }),
};
