import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What is around this process: decides whether listening on every interface can be meant. */
export interface Surroundings {
  /** In a container with a network of its own. */
  readonly inContainer: boolean;
  /** Routers of that network: what a container engine's published ports arrive from. */
  readonly gateways: readonly string[];
}

const MARKERS = ['.dockerenv', 'run/.containerenv'];
const ROUTE_IS_UP = 0x1;
const ROUTE_HAS_GATEWAY = 0x2;

/**
 * Looks where container runtimes leave traces. A container that shares the network of its machine has none of its own: it counts as
 * outside, since whatever listens there listens on the machine. `root` is another file system root, for tests.
 */
export function readSurroundings(root = '/'): Surroundings {
  const isMarked = MARKERS.some((marker) => existsSync(path.join(root, marker)));
  if (!isMarked || hasNetworkOfMachine(root)) return { inContainer: false, gateways: [] };
  return { inContainer: true, gateways: defaultGateways(root) };
}

/** Hardware and bridges belong to a machine; the network of a container has neither. Unreadable counts as the machine's. */
function hasNetworkOfMachine(root: string): boolean {
  const folder = path.join(root, 'sys/class/net');
  try {
    const names = readdirSync(folder);
    return names.some((name) => ['device', 'bridge'].some((trait) => existsSync(path.join(folder, name, trait))));
  } catch {
    return true;
  }
}

function defaultGateways(root: string): readonly string[] {
  const rows = linesOf(path.join(root, 'proc/net/route')).slice(1);
  return rows.flatMap((line) => {
    const [, destination = '', gateway = '', flags = ''] = line.trim().split(/\s+/);
    const isDefault = destination === '00000000' && hasBits(flags, ROUTE_IS_UP | ROUTE_HAS_GATEWAY);
    return isDefault && /^[0-9A-F]{8}$/i.test(gateway) ? [dottedLittleEndian(gateway)] : [];
  });
}

const hasBits = (hex: string, bits: number): boolean => (Number.parseInt(hex, 16) & bits) === bits;

/** The kernel prints an IPv4 address as the hexadecimal of its bytes in host order. */
function dottedLittleEndian(hex: string): string {
  return [...Buffer.from(hex, 'hex')].reverse().join('.');
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}
