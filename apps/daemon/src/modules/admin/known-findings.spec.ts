import { describe, expect, it } from 'vitest';
import { DefaultConfig } from '../../../test/owners/owners-fixture.js';
import { knownFindings } from './known-findings.js';

const findings = (settings: ConstructorParameters<typeof DefaultConfig>[0] = {}, isPasswordProvisioned = false) =>
  knownFindings({ config: new DefaultConfig(settings), isPasswordProvisioned });

describe('what the daemon knows of its own exposure', () => {
  it('is nothing with the defaults and a password somebody chose', () => {
    expect(findings()).toEqual([]);
  });

  it('names the provisioned password and every opening in the settings', () => {
    const open = {
      'daemon.allow_non_loopback': true,
      'security.cors_origins': ['https://app.example.org'],
      'security.trusted_proxies': ['10.0.0.0/8'],
      'rpc.ethereum-mainnet_genesis': '31337',
    };
    expect(findings(open, true)).toEqual([
      'RECOVERY_KEY_PRESENT',
      'BIND_ALL_OUTSIDE_CONTAINER',
      'CORS_OPEN',
      'PROXY_TRUST_TOO_WIDE',
      'GENESIS_OVERRIDDEN',
    ]);
  });

  it('takes a trusted proxy of one address as it is', () => {
    expect(findings({ 'security.trusted_proxies': ['10.0.0.1', '10.0.0.2/32', 'fd00::1/128'] })).toEqual([]);
  });
});
