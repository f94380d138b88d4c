import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import path from 'node:path';
import { UsageError } from '../usage-error.js';
import { pem } from './der.js';
import { type ProxyPlaces, readText, writeWhole } from './proxy-files.js';
import { type Issuer, makeCertificate, makeRevocationList, type Name, type Usage } from './x509.js';

export const ROLES = ['agent', 'admin', 'owner'] as const;
export type Role = (typeof ROLES)[number];

const DAY_MS = 86_400_000;
const CLOCK_SKEW_MS = 5 * 60_000;
const DAYS = { authority: 3650, server: 397, client: 90 } as const;

/** One certificate that was given out. */
export interface IssuedClient {
  readonly name: string;
  readonly role: Role;
  readonly serial: string;
  readonly notAfter: string;
  readonly revokedAt?: string;
}

interface Book {
  readonly authorityName: string;
  readonly listNumber: number;
  readonly clients: readonly IssuedClient[];
}

interface AuthorityParts {
  readonly places: ProxyPlaces;
  readonly key: KeyObject;
  readonly certificate: string;
  readonly book: Book;
  readonly now: () => Date;
}

interface KeyAndCertificate {
  readonly key: string;
  readonly certificate: string;
}

interface ClientPair extends KeyAndCertificate {
  /** Of the CA that signed it. */
  readonly authority: string;
  readonly notAfter: Date;
}

interface LeafRequest {
  readonly subject: Name;
  readonly usage: Exclude<Usage, 'authority'>;
  readonly hosts?: readonly string[];
  readonly serial?: Buffer;
}

const newKeyPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
// The first bit stays 0, so that the number is 16 bytes long whatever the rest is.
const newSerial = (): Buffer => Buffer.concat([Buffer.from([0x40 | (randomBytes(1).readUInt8() & 0x3f)]), randomBytes(15)]);
const keyPem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** The certificate authority of one proxy: its key, and the book of what it signed. */
export class Authority {
  private readonly places: ProxyPlaces;
  private readonly key: KeyObject;
  private readonly certificate: string;
  private readonly now: () => Date;
  private book: Book;

  private constructor({ places, key, certificate, book, now }: AuthorityParts) {
    this.places = places;
    this.key = key;
    this.certificate = certificate;
    this.book = book;
    this.now = now;
  }

  /** The authority that is there; undefined before the first `proxy init`. */
  static async open(places: ProxyPlaces, now: () => Date): Promise<Authority | undefined> {
    const file = (name: string): string => path.join(places.authority, name);
    const [key, certificate, book] = await Promise.all(['ca.key', 'ca.crt', 'issued.json'].map((name) => readText(file(name))));
    if (key === undefined || certificate === undefined || book === undefined) return undefined;
    return new Authority({ places, key: createPrivateKey(key), certificate, book: JSON.parse(book) as Book, now });
  }

  /** The last file written is the one without which there is no authority: an interrupted run leaves none. */
  static async create(places: ProxyPlaces, now: () => Date): Promise<Authority> {
    const { privateKey, publicKey } = newKeyPair();
    const name = { commonName: `proxy CA ${randomBytes(4).toString('hex')}` };
    const request = {
      subject: name,
      publicKey,
      serial: newSerial(),
      usage: 'authority' as const,
      ...period(now(), DAYS.authority),
    };
    const certificate = pem('CERTIFICATE', makeCertificate(request, { name, key: privateKey }));
    await writeWhole(path.join(places.authority, 'ca.key'), keyPem(privateKey), 0o600);
    await writeWhole(path.join(places.authority, 'ca.crt'), certificate, 0o644);
    const book = { authorityName: name.commonName, listNumber: 0, clients: [] };
    const authority = new Authority({ places, key: privateKey, certificate, book, now });
    await authority.#writeBook(authority.book);
    return authority;
  }

  fingerprint(): string {
    return new X509Certificate(this.certificate).fingerprint256;
  }

  clients(): readonly IssuedClient[] {
    return this.book.clients;
  }

  /** A new pair for the proxy itself, with what it needs to judge clients. */
  async serve(host: string): Promise<void> {
    const pair = this.#issue({
      subject: { commonName: host },
      usage: 'server',
      hosts: [...new Set([host, 'localhost', '127.0.0.1', '::1'])],
    });
    const live = (name: string): string => path.join(this.places.live, name);
    await writeWhole(live('ca.crt'), this.certificate, 0o644);
    await this.#publishRevocations();
    // The key first: whoever sees the new certificate finds its key.
    await writeWhole(live('server.key'), pair.key, 0o600);
    await writeWhole(live('server.crt'), pair.certificate, 0o644);
  }

  /** In the book before it is handed out: what nobody knows of could not be revoked. */
  async addClient(name: string, role: Role): Promise<ClientPair> {
    const serial = newSerial();
    const subject = { commonName: name, organizationalUnit: role };
    const pair = this.#issue({ subject, usage: 'client', serial });
    const { notAfter } = period(this.now(), DAYS.client);
    const issued = { name, role, serial: serial.toString('hex'), notAfter: notAfter.toISOString() };
    await this.#writeBook({ ...this.book, clients: [...this.book.clients, issued] });
    return { ...pair, authority: this.certificate, notAfter };
  }

  /** Revokes every certificate of the name; gives how many there were. */
  async revokeClient(name: string): Promise<number> {
    const isMeant = (client: IssuedClient): boolean => client.name === name && client.revokedAt === undefined;
    const count = this.book.clients.filter(isMeant).length;
    if (count === 0) throw new UsageError(`no client named ${name} has a certificate that could be revoked`);
    const revokedAt = this.now().toISOString();
    const clients = this.book.clients.map((client) => (isMeant(client) ? { ...client, revokedAt } : client));
    await this.#writeBook({ ...this.book, clients });
    await this.#publishRevocations();
    return count;
  }

  #issuer(): Issuer {
    return { name: { commonName: this.book.authorityName }, key: this.key };
  }

  #issue({ subject, usage, hosts = [], serial = newSerial() }: LeafRequest): KeyAndCertificate {
    const { privateKey, publicKey } = newKeyPair();
    const request = { subject, publicKey, serial, usage, hosts, ...period(this.now(), DAYS[usage]) };
    return { key: keyPem(privateKey), certificate: pem('CERTIFICATE', makeCertificate(request, this.#issuer())) };
  }

  async #publishRevocations(): Promise<void> {
    const number = this.book.listNumber + 1;
    await this.#writeBook({ ...this.book, listNumber: number });
    const revoked = this.book.clients.flatMap(({ serial, revokedAt }) =>
      revokedAt === undefined ? [] : [{ serial: Buffer.from(serial, 'hex'), at: new Date(revokedAt) }],
    );
    // The list never grows old by itself: an outdated one would lock everybody out.
    const nextUpdate = new Date(new X509Certificate(this.certificate).validTo);
    const list = makeRevocationList({ number, thisUpdate: period(this.now(), 0).notBefore, nextUpdate, revoked }, this.#issuer());
    await writeWhole(path.join(this.places.live, 'revoked.crl'), pem('X509 CRL', list), 0o644);
  }

  async #writeBook(book: Book): Promise<void> {
    await writeWhole(path.join(this.places.authority, 'issued.json'), `${JSON.stringify(book, null, 2)}\n`, 0o600);
    this.book = book;
  }
}

/** From a little before now, for clocks that are behind. */
function period(now: Date, days: number): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(now.getTime() - CLOCK_SKEW_MS), notAfter: new Date(now.getTime() + days * DAY_MS) };
}
