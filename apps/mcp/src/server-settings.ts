import path from 'node:path';

export interface ServerSettings {
  /** Scheme, host and port of the daemon. */
  readonly baseUrl: string;
  readonly tokenFile: string;
  /** The wallet that is meant where a call names none. */
  readonly walletId: string | undefined;
  readonly walletName: string | undefined;
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A line for each thing that is wrong, without the value. */
export class SettingsError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** Throws SettingsError. A token goes over loopback or TLS, and no further. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): ServerSettings {
  const baseUrl = environment['WAIAAS_BASE_URL'] ?? 'http://127.0.0.1:3100';
  const tokenFile = environment['WAIAAS_SESSION_TOKEN_FILE'] ?? '';
  const walletId = environment['WAIAAS_WALLET_ID'] === '' ? undefined : environment['WAIAAS_WALLET_ID'];
  const problems = [
    ...urlProblems(baseUrl),
    ...(path.isAbsolute(tokenFile) ? [] : ['WAIAAS_SESSION_TOKEN_FILE must be the absolute path of a token file']),
    ...(walletId === undefined || ID.test(walletId) ? [] : ['WAIAAS_WALLET_ID must be the id of a wallet']),
  ];
  if (problems.length > 0) throw new SettingsError(problems);
  return { baseUrl: new URL(baseUrl).origin, tokenFile, walletId, walletName: environment['WAIAAS_WALLET_NAME'] };
}

function urlProblems(text: string): readonly string[] {
  if (!URL.canParse(text)) return ['WAIAAS_BASE_URL must be an http or https URL'];
  const url = new URL(text);
  const isBare = url.username === '' && url.password === '' && url.pathname === '/' && url.search === '' && url.hash === '';
  if (!isBare) return ['WAIAAS_BASE_URL must be scheme, host and port alone'];
  if (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname))) return [];
  return ['WAIAAS_BASE_URL must be https, or http on this machine: a token is not sent in the clear'];
}
