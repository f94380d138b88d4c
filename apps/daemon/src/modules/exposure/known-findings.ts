import { NETWORKS } from '@waiaas/core';
import type { ExposureFinding } from '@waiaas/api-types';
import type { Sightings } from '../../common/http/sightings.js';
import type { Config } from '../../config/config.js';
import { isLoopbackName } from '../../config/listen-address.js';
import { isAddressRange } from '../../config/proxy-trust.js';
import { rpcGenesisKey } from '../../config/rpc.settings.js';
import type { Surroundings } from '../../config/surroundings.js';

/** What there is to lose. */
export interface Stake {
  readonly hasMainnetWallet: boolean;
  readonly hasEndlessSession: boolean;
}

export interface InstallationFacts {
  readonly config: Config;
  readonly surroundings: Surroundings;
  /** What is listened on. */
  readonly hostname: string;
  readonly isPasswordProvisioned: boolean;
  readonly isPasswordFromEnvironment: boolean;
  readonly stake: Stake;
  /** How many rows of the database are not what the daemon wrote. */
  readonly alteredRows: number;
  readonly sightings: Pick<Sightings, 'total'>;
}

interface Rule {
  readonly code: string;
  readonly severity: (facts: InstallationFacts) => ExposureFinding['severity'];
  readonly applies: (facts: InstallationFacts) => boolean;
  readonly message: string;
  readonly fix: string;
}

const warning = (): 'warning' => 'warning';
const isOpen = ({ hostname }: InstallationFacts): boolean => !isLoopbackName(hostname);

const RULES: readonly Rule[] = [
  {
    code: 'BIND_ALL_OUTSIDE_CONTAINER',
    severity: () => 'critical',
    applies: (facts) => facts.config.get('daemon.allow_non_loopback') || (isOpen(facts) && !facts.surroundings.inContainer),
    message: 'The API may listen on addresses of this machine that other machines reach.',
    fix: 'Unset WAIAAS_DAEMON_ALLOW_NON_LOOPBACK and WAIAAS_DAEMON_HOSTNAME, and let nginx or an SSH tunnel serve other machines.',
  },
  {
    code: 'CONTAINER_BIND_ALL',
    severity: () => 'info',
    applies: (facts) => isOpen(facts) && facts.surroundings.inContainer,
    message: 'Listens on all interfaces inside a container.',
    fix: 'Publish the port as 127.0.0.1:3100:3100.',
  },
  {
    code: 'PEER_NOT_LOCAL',
    severity: ({ config }) => (config.get('security.trusted_proxies').length === 0 ? 'critical' : 'warning'),
    applies: ({ sightings }) => sightings.total('stranger') > 0,
    message:
      'Somebody who is neither this machine nor a trusted proxy reached the API port in the last 24 hours, and was refused.',
    fix: 'Publish the port on loopback alone (127.0.0.1:3100:3100) and run `waiaas doctor`.',
  },
  {
    code: 'PROXY_TRUST_TOO_WIDE',
    severity: warning,
    applies: ({ config }) => config.get('security.trusted_proxies').some(isAddressRange),
    message: 'Every address of a range is believed about who is asking.',
    fix: 'Name the address of the proxy alone in WAIAAS_SECURITY_TRUSTED_PROXIES.',
  },
  {
    code: 'CORS_OPEN',
    severity: warning,
    applies: ({ config }) => config.get('security.cors_origins').length > 0,
    message: 'Web pages of other origins may call session routes.',
    fix: 'Unset WAIAAS_SECURITY_CORS_ORIGINS unless such a page is yours.',
  },
  {
    code: 'NO_TLS_REMOTE',
    severity: warning,
    applies: ({ sightings }) => sightings.total('plain') > 0,
    message: 'A trusted proxy forwarded requests of other machines that came without TLS in the last 24 hours.',
    fix: 'Serve other machines over TLS only, and have the proxy set X-Forwarded-Proto.',
  },
  {
    code: 'FORWARDED_FROM_STRANGER',
    severity: warning,
    applies: ({ sightings }) => sightings.total('forwarded-ignored') > 0,
    message: 'Forwarded headers came from a peer that is no trusted proxy in the last 24 hours, and were ignored.',
    fix: 'If the peer is your proxy, name its address in WAIAAS_SECURITY_TRUSTED_PROXIES. If not, find out who sends them.',
  },
  {
    code: 'HOST_REFUSALS',
    severity: warning,
    applies: ({ sightings }) => sightings.total('host-refused') > 0,
    message: 'Requests for a host this daemon does not serve were refused in the last 24 hours.',
    fix: 'If the name is yours, add it to WAIAAS_SECURITY_ALLOWED_HOSTS. If not, somebody tried DNS rebinding or scanned the port.',
  },
  {
    code: 'ROWS_ALTERED',
    severity: () => 'critical',
    applies: ({ alteredRows }) => alteredRows > 0,
    message: 'Rows in the database are not what the daemon wrote. What they decide is stopped.',
    fix: 'Find out who wrote to the database file. GET /v1/admin/integrity shows the rows, POST /v1/admin/integrity/adopt takes them as they are.',
  },
  {
    code: 'RECOVERY_KEY_PRESENT',
    severity: warning,
    applies: ({ isPasswordProvisioned }) => isPasswordProvisioned,
    message: 'The master password is still the one made at the first start, and lies in recovery.key.',
    fix: 'Change it: PUT /v1/admin/master-password.',
  },
  {
    code: 'PASSWORD_IN_ENVIRONMENT',
    severity: warning,
    applies: ({ isPasswordFromEnvironment, stake }) => isPasswordFromEnvironment && stake.hasMainnetWallet,
    message:
      'The master password of wallets with real money came from the environment, which other programs of this user can read.',
    fix: 'Put it in a file of mode 0600 and name that in WAIAAS_MASTER_PASSWORD_FILE.',
  },
  {
    code: 'SESSION_WITHOUT_END',
    severity: warning,
    applies: ({ stake }) => stake.hasEndlessSession,
    message: 'A session never ends: whoever gets hold of its token keeps it for good.',
    fix: 'Revoke it, and create one with an absoluteLifetime.',
  },
  {
    code: 'GENESIS_OVERRIDDEN',
    severity: warning,
    applies: ({ config }) => NETWORKS.some(({ name }) => config.get(rpcGenesisKey(name)) !== null),
    message: 'A network is recognised by another genesis than its own.',
    fix: 'Unset rpc.<network>_genesis, which is for test chains.',
  },
];

/** Weak spots the daemon knows of its own set-up. What only an outsider can see is for `waiaas doctor`. */
export function knownFindings(facts: InstallationFacts): readonly ExposureFinding[] {
  return RULES.filter(({ applies }) => applies(facts)).map(({ code, severity, message, fix }) => ({
    severity: severity(facts),
    code,
    message,
    fix,
  }));
}
