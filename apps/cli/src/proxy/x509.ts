import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { isIP } from 'node:net';
import {
  bitString,
  boolean,
  type Der,
  integer,
  octetString,
  oid,
  retagged,
  sequence,
  setOf,
  tagged,
  time,
  utf8String,
} from './der.js';

/** Certificates and revocation lists (RFC 5280), signed by ECDSA on P-256 with SHA-256. */
export interface Name {
  readonly commonName: string;
  readonly organizationalUnit?: string;
}

export type Usage = 'authority' | 'server' | 'client';

export interface CertificateRequest {
  readonly subject: Name;
  readonly publicKey: KeyObject;
  readonly serial: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly usage: Usage;
  /** Host names and addresses of a server. */
  readonly hosts?: readonly string[];
}

export interface Issuer {
  readonly name: Name;
  readonly key: KeyObject;
}

const OID = {
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  organizationalUnit: '2.5.4.11',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  crlNumber: '2.5.29.20',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
} as const;

const ORGANIZATION = 'WAIaaS';
const ALGORITHM = sequence(oid(OID.ecdsaWithSha256));

function distinguishedName({ commonName, organizationalUnit }: Name): Der {
  const part = (type: string, value: string): Der => setOf(sequence(oid(type), utf8String(value)));
  return sequence(
    part(OID.organization, ORGANIZATION),
    ...(organizationalUnit === undefined ? [] : [part(OID.organizationalUnit, organizationalUnit)]),
    part(OID.commonName, commonName),
  );
}

function publicSpki(key: KeyObject): Buffer {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return publicKey.export({ type: 'spki', format: 'der' });
}

const keyId = (key: KeyObject): Buffer => createHash('sha1').update(publicSpki(key)).digest();

function extension(type: string, value: Der, isCritical = false): Der {
  return sequence(oid(type), ...(isCritical ? [boolean(true)] : []), octetString(value));
}

/** Bits as RFC 5280 §4.2.1.3 numbers them from the left: 0 digitalSignature, 5 keyCertSign, 6 cRLSign. */
const KEY_USAGE: Readonly<Record<Usage, Der>> = {
  authority: bitString(Buffer.from([0b0000_0110]), 1),
  server: bitString(Buffer.from([0b1000_0000]), 7),
  client: bitString(Buffer.from([0b1000_0000]), 7),
};

function generalName(host: string): Der {
  const family = isIP(host);
  if (family === 0) return retagged(2, Buffer.from(host, 'ascii'));
  return retagged(7, family === 4 ? Buffer.from(host.split('.').map(Number)) : ipv6Bytes(host));
}

function ipv6Bytes(address: string): Buffer {
  const [head = '', tail = ''] = address.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [left, right] = [groups(head), groups(tail)];
  const middle = new Array<string>(8 - left.length - right.length).fill('0');
  const all = address.includes('::') ? [...left, ...middle, ...right] : left;
  return Buffer.concat(all.map((group) => Buffer.from(group.padStart(4, '0'), 'hex')));
}

function usageExtensions({ usage, hosts = [] }: CertificateRequest): readonly Der[] {
  if (usage === 'authority') {
    // An authority that signs certificates of ends alone.
    const constraint = sequence(boolean(true), integer(Buffer.from([0])));
    return [extension(OID.basicConstraints, constraint, true), extension(OID.keyUsage, KEY_USAGE.authority, true)];
  }
  const purpose = usage === 'server' ? OID.serverAuth : OID.clientAuth;
  return [
    extension(OID.basicConstraints, sequence(), true),
    extension(OID.keyUsage, KEY_USAGE[usage], true),
    extension(OID.extendedKeyUsage, sequence(oid(purpose))),
    ...(hosts.length === 0 ? [] : [extension(OID.subjectAltName, sequence(...hosts.map(generalName)))]),
  ];
}

const authorityKeyId = (issuer: Issuer): Der => extension(OID.authorityKeyId, sequence(retagged(0, keyId(issuer.key))));

function signed(toBeSigned: Der, key: KeyObject): Buffer {
  const signature = sign('sha256', toBeSigned, { key, dsaEncoding: 'der' });
  return sequence(toBeSigned, ALGORITHM, bitString(signature));
}

/** The DER bytes of a certificate. */
export function makeCertificate(request: CertificateRequest, issuer: Issuer): Buffer {
  const extensions = [
    ...usageExtensions(request),
    extension(OID.subjectKeyId, octetString(keyId(request.publicKey))),
    authorityKeyId(issuer),
  ];
  const toBeSigned = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(request.serial),
    ALGORITHM,
    distinguishedName(issuer.name),
    sequence(time(request.notBefore), time(request.notAfter)),
    distinguishedName(request.subject),
    publicSpki(request.publicKey),
    tagged(3, sequence(...extensions)),
  );
  return signed(toBeSigned, issuer.key);
}

export interface RevocationList {
  readonly number: number;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly revoked: readonly { readonly serial: Uint8Array; readonly at: Date }[];
}

/** The DER bytes of a certificate revocation list. */
export function makeRevocationList(list: RevocationList, issuer: Issuer): Buffer {
  const entries = list.revoked.map(({ serial, at }) => sequence(integer(serial), time(at)));
  const number = Buffer.alloc(4);
  number.writeUInt32BE(list.number);
  const toBeSigned = sequence(
    integer(Buffer.from([1])),
    ALGORITHM,
    distinguishedName(issuer.name),
    time(list.thisUpdate),
    time(list.nextUpdate),
    ...(entries.length === 0 ? [] : [sequence(...entries)]),
    tagged(0, sequence(authorityKeyId(issuer), extension(OID.crlNumber, integer(number)))),
  );
  return signed(toBeSigned, issuer.key);
}
