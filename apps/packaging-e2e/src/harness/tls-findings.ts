import { readFile } from 'node:fs/promises';
import { isOnPath } from './shell.js';
import type { Machine } from './machine.js';

export interface TlsFinding {
  readonly id: string;
  readonly severity: string;
  readonly finding: string;
}

/** What testssl finds and we mean, each with the reason. Whatever else it does not call fine is a failure. */
export const ACCEPTED: Readonly<Record<string, string>> = {
  cipher_order: 'Every cipher offered is a good one: the client, which knows its own hardware, chooses.',
  cert_chain_of_trust: 'The CA is one of the installation itself; its fingerprint is compared by hand.',
  cert_revocation: 'Server certificates are replaced, not revoked: their CA has no public address to ask.',
  DNS_CAArecord: 'The name is one of a test; a real one is its owner’s to protect.',
  sessionresumption_ticket: 'Resuming is no fault; where the look at it could not connect, testssl warns.',
  sessionresumption_ID: 'As for tickets.',
  BREACH:
    'What is compressed are files of the build, which hold no secret and repeat nothing. Answers of the API are not: see the spec.',
  engine_problem: 'About the OpenSSL of the machine that looks.',
};

export const tlsObstacle = (): string | undefined => (isOnPath('testssl') ? undefined : 'missing: testssl');

/** What testssl says about protocols, ciphers, certificate, headers and known holes of a server, but for what is fine. */
export async function tlsFindings(machine: Machine, url: string, report: string): Promise<readonly TlsFinding[]> {
  const looks = ['-p', '-s', '-f', '-S', '-P', '-h', '-U'];
  const quietly = ['--quiet', '--color', '0', '--warnings', 'off', '--ip', '127.0.0.1', '--jsonfile', report];
  await machine.run(['testssl', ...quietly, ...looks, url], { timeoutMs: 240_000 });
  const answer = JSON.parse(await readFile(report, 'utf8')) as readonly TlsFinding[];
  if (!answer.some(({ id, finding }) => id === 'TLS1_3' && finding.startsWith('offered')))
    throw new Error('testssl saw no TLS 1.3');
  return answer.filter(({ severity }) => !['OK', 'INFO'].includes(severity));
}
