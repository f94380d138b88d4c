/** What the exposure report finds, by its codes, and what puts it right. */
export const findings = {
  'finding.BIND_ALL_OUTSIDE_CONTAINER': 'The API may listen on addresses of this machine that other machines reach.',
  'finding.BIND_ALL_OUTSIDE_CONTAINER.fix':
    'Unset WAIAAS_DAEMON_ALLOW_NON_LOOPBACK and WAIAAS_DAEMON_HOSTNAME, and let nginx or an SSH tunnel serve other machines.',
  'finding.CONTAINER_BIND_ALL': 'It listens on all interfaces inside its container.',
  'finding.CONTAINER_BIND_ALL.fix': 'Publish the port as 127.0.0.1:3100:3100.',
  'finding.PEER_NOT_LOCAL':
    'Somebody who is neither this machine nor a trusted proxy reached the API port in the last 24 hours, and was refused.',
  'finding.PEER_NOT_LOCAL.fix': 'Publish the port on loopback alone (127.0.0.1:3100:3100) and run waiaas doctor.',
  'finding.PROXY_TRUST_TOO_WIDE': 'Every address of a range is believed about who is asking.',
  'finding.PROXY_TRUST_TOO_WIDE.fix': 'Name the address of the proxy alone in WAIAAS_SECURITY_TRUSTED_PROXIES.',
  'finding.CORS_OPEN': 'Web pages of other origins may call session routes.',
  'finding.CORS_OPEN.fix': 'Unset WAIAAS_SECURITY_CORS_ORIGINS unless such a page is yours.',
  'finding.NO_TLS_REMOTE': 'A trusted proxy passed on requests of other machines that came without TLS in the last 24 hours.',
  'finding.NO_TLS_REMOTE.fix': 'Serve other machines over TLS only, and have the proxy set X-Forwarded-Proto.',
  'finding.FORWARDED_FROM_STRANGER':
    'Forwarded headers came from somebody who is no trusted proxy in the last 24 hours, and were ignored.',
  'finding.FORWARDED_FROM_STRANGER.fix':
    'If it is your proxy, name its address in WAIAAS_SECURITY_TRUSTED_PROXIES. If not, find out who sends them.',
  'finding.HOST_REFUSALS': 'Requests for a host this daemon does not serve were refused in the last 24 hours.',
  'finding.HOST_REFUSALS.fix':
    'If the name is yours, add it to WAIAAS_SECURITY_ALLOWED_HOSTS. If not, somebody tried DNS rebinding or scanned the port.',
  'finding.ROWS_ALTERED': 'Rows in the database are not what the daemon wrote. What they decide is stopped.',
  'finding.ROWS_ALTERED.fix': 'Find out who wrote to the database file. The notice above leads to the rows, and to the ways out.',
  'finding.RECOVERY_KEY_PRESENT': 'The master password is still the one made at the first start, and lies in recovery.key.',
  'finding.RECOVERY_KEY_PRESENT.fix': 'Change it in the settings.',
  'finding.PASSWORD_IN_ENVIRONMENT':
    'The master password of wallets with real money came from the environment, which other programs of this user can read.',
  'finding.PASSWORD_IN_ENVIRONMENT.fix': 'Put it in a file of mode 0600 and name that in WAIAAS_MASTER_PASSWORD_FILE.',
  'finding.SESSION_WITHOUT_END': 'A session never ends: whoever gets hold of its token keeps it for good.',
  'finding.SESSION_WITHOUT_END.fix': 'End it, and make one that ends.',
  'finding.GENESIS_OVERRIDDEN': 'A network is recognised by another genesis than its own.',
  'finding.GENESIS_OVERRIDDEN.fix': 'Unset rpc.<network>_genesis, which is for test chains.',
} as const;
