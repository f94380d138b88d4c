import { NETWORKS } from '@waiaas/core';
import type { Config } from '../../config/config.js';
import { rpcGenesisKey } from '../../config/rpc.settings.js';

export interface InstallationFacts {
  readonly config: Config;
  readonly isPasswordProvisioned: boolean;
}

/** Weak spots the daemon knows of its own set-up, by code. What only an outsider can see is not among them. */
export function knownFindings({ config, isPasswordProvisioned }: InstallationFacts): readonly string[] {
  const findings: string[] = [];
  if (isPasswordProvisioned) findings.push('RECOVERY_KEY_PRESENT');
  if (config.get('daemon.allow_non_loopback')) findings.push('BIND_ALL_OUTSIDE_CONTAINER');
  if (config.get('security.cors_origins').length > 0) findings.push('CORS_OPEN');
  if (config.get('security.trusted_proxies').some(isRange)) findings.push('PROXY_TRUST_TOO_WIDE');
  if (NETWORKS.some(({ name }) => config.get(rpcGenesisKey(name)) !== null)) findings.push('GENESIS_OVERRIDDEN');
  return findings;
}

/** A trusted proxy that is more than one address. */
function isRange(entry: string): boolean {
  const [address = '', prefix] = entry.split('/');
  return prefix !== undefined && Number(prefix) < (address.includes(':') ? 128 : 32);
}
