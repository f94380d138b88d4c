import { isIP } from 'node:net';
import path from 'node:path';
import { Authority, type Role } from '../proxy/authority.js';
import { alone, exists, type ProxyPlaces, writeWhole } from '../proxy/proxy-files.js';
import type { Terminal } from '../terminal.port.js';
import { UsageError } from '../usage-error.js';

const CLIENT_NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;
const DAY_MS = 86_400_000;

export interface ProxyContext {
  readonly places: ProxyPlaces;
  /** Where a provisioned password would lie. */
  readonly dataDirectory: string;
  readonly terminal: Terminal;
  readonly now?: () => Date;
}

const clockOf = (context: ProxyContext): (() => Date) => context.now ?? (() => new Date());

async function opened(context: ProxyContext): Promise<Authority> {
  const authority = await Authority.open(context.places, clockOf(context));
  if (authority === undefined) throw new UsageError('there is no CA yet: waiaas proxy init NAME');
  return authority;
}

/** A password that lies in a file beside the keys is for this machine alone. */
async function requireOwnPassword({ dataDirectory }: ProxyContext): Promise<void> {
  if (!(await exists(path.join(dataDirectory, 'recovery.key')))) return;
  throw new UsageError(
    'the master password is still the one made at the first start (PASSWORD_NOT_SET); change it before other machines may come: ' +
      'PUT /v1/admin/master-password',
  );
}

/** Makes the CA, or keeps the one there is, and a pair for the proxy under `host`. */
export async function runProxyInit(host: string, context: ProxyContext): Promise<void> {
  const name = host.toLowerCase();
  if (isIP(name) === 0 && !HOST_NAME.test(name))
    throw new UsageError('the name is a host name or an address, without scheme and port');
  await requireOwnPassword(context);
  await alone(context.places, async () => {
    const now = clockOf(context);
    const authority = (await Authority.open(context.places, now)) ?? (await Authority.create(context.places, now));
    await authority.serve(name);
    const lines = [
      `The proxy has a certificate for ${name}. Compare this with what clients are given, over another way than the network:`,
      `CA SHA-256 fingerprint: ${authority.fingerprint()}`,
      `CA certificate: ${path.join(context.places.live, 'ca.crt')}`,
      `Next: set WAIAAS_PROXY_NAME=${name} and WAIAAS_PROXY_BIND to the address to serve, start the proxy again, then`,
      '  waiaas proxy add-client NAME --role agent|admin|owner',
    ];
    lines.forEach((line) => context.terminal.print(line));
  });
}

export interface AddClientFlags {
  readonly role: Role;
  /** `-` is standard output. */
  readonly out?: string;
}

/** A key and a certificate for one machine, in one file that only its owner reads. */
export async function runProxyAddClient(name: string, { role, out }: AddClientFlags, context: ProxyContext): Promise<void> {
  if (!CLIENT_NAME.test(name)) throw new UsageError('the name of a client is lower-case letters, digits and hyphens, at most 63');
  await alone(context.places, async () => {
    const authority = await opened(context);
    const client = await authority.addClient(name, role);
    const bundle = `${client.key}${client.certificate}${client.authority}`;
    if (out === '-') {
      context.terminal.print(bundle.trimEnd());
      return;
    }
    const file = out ?? path.join(context.places.authority, 'clients', `${name}.pem`);
    await writeWhole(file, bundle, 0o600);
    context.terminal.print(`${file}: key, certificate and CA of ${name} (${role}), until ${day(client.notAfter)}.`);
    context.terminal.print(
      'Run the same command again for a new one before then. The key is nowhere else: move the file, do not copy it.',
    );
  });
}

export async function runProxyRevokeClient(name: string, context: ProxyContext): Promise<void> {
  await alone(context.places, async () => {
    const count = await (await opened(context)).revokeClient(name);
    context.terminal.print(
      `revoked: ${count} ${count === 1 ? 'certificate' : 'certificates'} of ${name}. The proxy obeys within seconds.`,
    );
  });
}

export async function runProxyList(context: ProxyContext): Promise<void> {
  const now = clockOf(context)().getTime();
  for (const { name, role, notAfter, revokedAt } of (await opened(context)).clients()) {
    const left = Math.floor((new Date(notAfter).getTime() - now) / DAY_MS);
    const state = revokedAt !== undefined ? 'revoked' : left < 0 ? 'expired' : `${left} days left`;
    context.terminal.print(`${name}  ${role}  ${day(new Date(notAfter))}  ${state}`);
  }
}

const day = (at: Date): string => at.toISOString().slice(0, 10);
