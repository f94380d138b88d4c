import { readRentExemption } from '../rpc/ledger.js';
import type { Clock, Endpoint } from '../rpc/endpoint.js';

const TRUST_MS = 600_000;

/** Rent-exempt minimums by account size. They change with a feature of the cluster, once in years. */
export class RentMinimum {
  readonly #known = new Map<number, { readonly lamports: bigint; readonly atMs: number }>();

  constructor(private readonly clock: Clock) {}

  async of(endpoint: Endpoint, bytes: number): Promise<bigint> {
    const known = this.#known.get(bytes);
    if (known !== undefined && this.clock.now() - known.atMs < TRUST_MS) return known.lamports;
    const lamports = await readRentExemption(endpoint, bytes);
    this.#known.set(bytes, { lamports, atMs: this.clock.now() });
    return lamports;
  }
}
