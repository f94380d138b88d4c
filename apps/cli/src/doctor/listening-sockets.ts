import { readFile } from 'node:fs/promises';
import path from 'node:path';

export interface ListeningSocket {
  readonly address: string;
  readonly port: number;
}

const LISTEN = '0A';

/** TCP sockets that are listened on, from `net/tcp` and `net/tcp6` in `folder` (/proc, or /proc/<pid> for the network of that process). */
export async function listeningSockets(folder: string): Promise<readonly ListeningSocket[]> {
  const four = await readFile(path.join(folder, 'net/tcp'), 'utf8');
  // A kernel without IPv6 has no such file.
  const six = await readFile(path.join(folder, 'net/tcp6'), 'utf8').catch(() => '');
  return [...four.split('\n').slice(1), ...six.split('\n').slice(1)].flatMap(socketOf);
}

function socketOf(line: string): readonly ListeningSocket[] {
  const [, local = '', , state] = line.trim().split(/\s+/);
  const [address, port] = local.split(':');
  if (state !== LISTEN || address === undefined || port === undefined) return [];
  return [{ address: textOf(address), port: Number.parseInt(port, 16) }];
}

/** The kernel prints words in host order, which is little-endian wherever this runs. */
function textOf(hex: string): string {
  const words = (hex.match(/.{8}/g) ?? []).map((word) => [...Buffer.from(word, 'hex')].reverse());
  const bytes = words.flat();
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((bytes[index * 2] ?? 0) * 256 + (bytes[index * 2 + 1] ?? 0)).toString(16),
  );
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
