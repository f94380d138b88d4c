import { BlockList, isIP } from 'node:net';
import { boolean, integer, list } from './setting.js';
import { isOrigin } from './url-values.js';

const HOST_ENTRY = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?$/;

function isAddressOrCidr(value: string): boolean {
  const [address = '', prefix, ...rest] = value.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (prefix === undefined) return true;
  if (!/^(?:0|[1-9][0-9]{0,2})$/.test(prefix) || Number(prefix) > (family === 4 ? 32 : 128)) return false;
  new BlockList().addSubnet(address, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
  return true;
}

// High on purpose: a load test raises a limit, it does not switch the limiter off.
const MOST_PER_MINUTE = 10_000_000;

function perMinute(preset: number, description: string) {
  return integer({ default: preset, min: 1, max: MOST_PER_MINUTE, runtime: true, description });
}

export const securitySettings = {
  'security.allowed_hosts': list({
    default: [],
    expects: 'a list of name[:port]',
    accepts: (entry) => HOST_ENTRY.test(entry),
    description: 'Host headers served besides loopback; without a port the name counts on 80 and 443.',
  }),
  'security.cors_origins': list({
    default: [],
    expects: 'a list of origins such as https://app.example.org',
    accepts: isOrigin,
    description: 'Foreign origins that browsers may call session routes from.',
  }),
  'security.trusted_proxies': list({
    default: [],
    expects: 'a list of addresses or CIDR ranges',
    accepts: isAddressOrCidr,
    description: 'Peers whose forwarded headers are believed.',
  }),
  'security.allow_proxy_ranges': boolean({
    default: false,
    description: 'Lets trusted_proxies name ranges, so that every address in one is believed. Reported as an exposure finding.',
  }),
  'security.check_clock_by_blocks': boolean({
    default: true,
    description:
      'Holds the clock against the newest block at the start: where they differ by more than two minutes a human is asked. Off only for test chains with a time of their own.',
  }),
  'security.max_sessions_per_wallet': integer({
    default: 5,
    min: 1,
    max: 10_000,
    runtime: true,
    description: 'Living sessions one wallet may have.',
  }),
  'security.max_event_streams': integer({
    default: 5,
    min: 1,
    max: 1000,
    runtime: true,
    description: 'Open event streams per principal.',
  }),
  'security.owner_removal_delay_seconds': integer({
    default: 259_200,
    min: 0,
    max: 31_536_000,
    description:
      'Wait before an owner whose key is lost is removed. Taken over when the owner is verified; at least a day on mainnet.',
  }),
  'security.rate_limit_global_ip_rpm': perMinute(
    300,
    'Requests per minute and address without a valid credential; a tenth of it may be failed ones.',
  ),
  'security.rate_limit_session_rpm': perMinute(300, 'Requests per minute and session.'),
  'security.rate_limit_tx_rpm': perMinute(60, 'Value-moving and costly requests per minute and session.'),
  'security.rate_limit_master_rpm': perMinute(600, 'Requests per minute by master.'),
  'security.rate_limit_owner_rpm': perMinute(60, 'Requests per minute and owner address.'),
  'security.rate_limit_login_rpm': perMinute(10, 'Logins, owner challenges and nonces per minute and address.'),
  'security.rate_limit_analysis_rpm': perMinute(120, 'What-if requests per minute and principal.'),
};
