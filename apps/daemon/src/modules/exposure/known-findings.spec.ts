import { describe, expect, it } from 'vitest';
import { DefaultConfig } from '../../../test/owners/owners-fixture.js';
import type { SightingKind } from '../../common/http/sightings.js';
import { type InstallationFacts, knownFindings } from './known-findings.js';

interface Situation {
  readonly settings?: ConstructorParameters<typeof DefaultConfig>[0];
  readonly seen?: readonly SightingKind[];
  readonly facts?: Partial<InstallationFacts>;
}

const findings = ({ settings = {}, seen = [], facts = {} }: Situation = {}) =>
  knownFindings({
    config: new DefaultConfig(settings),
    surroundings: { inContainer: false, gateways: [] },
    hostname: '127.0.0.1',
    isPasswordProvisioned: false,
    isPasswordFromEnvironment: false,
    stake: { hasMainnetWallet: false, hasEndlessSession: false },
    alteredRows: 0,
    sightings: { total: (kind) => (seen.includes(kind) ? 1 : 0) },
    ...facts,
  });
const codes = (situation?: Situation) => findings(situation).map(({ severity, code }) => `${severity} ${code}`);

const IN_CONTAINER = { hostname: '0.0.0.0', surroundings: { inContainer: true, gateways: ['172.18.0.1'] } };

describe('what the daemon knows of its own exposure', () => {
  it('is nothing with the defaults and a password somebody chose', () => {
    expect(findings()).toEqual([]);
  });

  it('names every opening in the settings', () => {
    const settings = {
      'daemon.allow_non_loopback': true,
      'security.cors_origins': ['https://app.example.org'],
      'security.trusted_proxies': ['10.0.0.0/8'],
      'rpc.solana-mainnet_genesis': '4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY',
    };
    expect(codes({ settings, facts: { isPasswordProvisioned: true } })).toEqual([
      'critical BIND_ALL_OUTSIDE_CONTAINER',
      'warning PROXY_TRUST_TOO_WIDE',
      'warning CORS_OPEN',
      'warning RECOVERY_KEY_PRESENT',
      'warning GENESIS_OVERRIDDEN',
    ]);
  });

  it('calls rows that somebody else wrote critical', () => {
    expect(codes({ facts: { alteredRows: 1 } })).toEqual(['critical ROWS_ALTERED']);
  });

  it('takes a trusted proxy of one address as it is', () => {
    expect(findings({ settings: { 'security.trusted_proxies': ['10.0.0.1', '10.0.0.2/32', 'fd00::1/128'] } })).toEqual([]);
  });

  it('minds a password in the environment once there is real money, and a session without an end at once', () => {
    const stake = { hasMainnetWallet: true, hasEndlessSession: false };
    expect(codes({ facts: { isPasswordFromEnvironment: true } })).toEqual([]);
    expect(codes({ facts: { stake } })).toEqual([]);
    expect(codes({ facts: { isPasswordFromEnvironment: true, stake } })).toEqual(['warning PASSWORD_IN_ENVIRONMENT']);
    expect(codes({ facts: { stake: { hasMainnetWallet: false, hasEndlessSession: true } } })).toEqual([
      'warning SESSION_WITHOUT_END',
    ]);
  });

  it('tells a container that must listen on all interfaces from a machine that must not', () => {
    expect(codes({ facts: IN_CONTAINER })).toEqual(['info CONTAINER_BIND_ALL']);
    expect(codes({ facts: { hostname: '0.0.0.0' } })).toEqual(['critical BIND_ALL_OUTSIDE_CONTAINER']);
    expect(codes({ facts: { hostname: '::' } })).toEqual(['critical BIND_ALL_OUTSIDE_CONTAINER']);
  });

  it('calls a stranger at the port critical, unless a proxy shows that other machines are meant to come', () => {
    expect(codes({ seen: ['stranger'] })).toEqual(['critical PEER_NOT_LOCAL']);
    const settings = { 'security.trusted_proxies': ['172.31.251.3'] };
    expect(codes({ seen: ['stranger'], settings })).toEqual(['warning PEER_NOT_LOCAL']);
  });

  it('tells what the boundary refused or ignored, and each finding says what to do', () => {
    const seen = findings({ seen: ['host-refused', 'forwarded-ignored', 'plain'] });
    expect(seen.map(({ code }) => code)).toEqual(['NO_TLS_REMOTE', 'FORWARDED_FROM_STRANGER', 'HOST_REFUSALS']);
    for (const { message, fix } of seen) expect([message, fix].every((text) => text.endsWith('.'))).toBe(true);
  });
});
