import type { InstallationFacts } from '../daemon-program.port.js';

/** What is looked at, and from where. Everything a check reads of the machine has its place here, so that a test can put another one there. */
export interface DoctorTarget {
  /** The API as this machine reaches it. */
  readonly url: URL;
  /** The proxy as this machine reaches it. */
  readonly proxyUrl: URL;
  /** The settings; undefined where they are broken or there is no installation beside us. */
  readonly installation: InstallationFacts | undefined;
  /** Of its own volition: a look from inside a container sees the container. */
  readonly inContainer: boolean;
  readonly composeFiles: readonly string[];
  readonly dockerSocket: string;
  readonly password: { readonly value: string; readonly source: 'environment' | 'file' | 'recovery.key' } | undefined;
  /** Addresses of this machine that others may reach. */
  readonly ownAddresses: readonly string[];
  /** `/proc` */
  readonly procRoot: string;
  /** For the placeholders of compose files. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Seconds since the epoch. */
  readonly now: () => number;
  readonly checkDatabase: (file: string) => readonly string[] | undefined;
}

/** `127.0.0.1:3100`, brackets and default port made plain. */
export const portOf = (url: URL): number => Number(url.port || (url.protocol === 'https:' ? 443 : 80));
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');
