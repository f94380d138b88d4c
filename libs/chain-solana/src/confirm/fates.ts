import type { AttemptFate, AttemptRef } from '@waiaas/core';
import type { EndpointPool } from '../rpc/endpoint-pool.js';
import { reportOf, type EndpointReport } from './endpoint-report.js';
import type { ExpiryWatch } from './expiry-watch.js';
import type { SignatureStatus } from './signature-status.js';

export interface FatesContext {
  readonly pool: EndpointPool;
  readonly expiry: ExpiryWatch;
  /** From which level on a transaction counts as mined. */
  readonly commitment: 'confirmed' | 'finalized';
}

/** What became of each attempt, from every endpoint that answers. Throws `ADAPTER_NOT_AVAILABLE` where none does. */
export async function readFates(context: FatesContext, attempts: readonly AttemptRef[]): Promise<readonly AttemptFate[]> {
  if (attempts.length === 0) return [];
  const reports = await context.pool.readAll((endpoint) => reportOf(endpoint, attempts));
  return attempts.map(({ hash }, index) => fateOf(context, hash, reports, index));
}

function fateOf(context: FatesContext, hash: string, reports: readonly EndpointReport[], index: number): AttemptFate {
  const statuses = reports.flatMap(({ statuses: all }) => all[index] ?? []);
  if (statuses.length > 0) return landedFate(context, statuses);
  const passed = reports.map(({ blocksSinceExpiry }) => blocksSinceExpiry[index]);
  return { state: context.expiry.isDead(hash, passed) ? 'dead' : 'absent' };
}

function landedFate(context: FatesContext, statuses: readonly SignatureStatus[]): AttemptFate {
  const settled = statuses.filter(({ level }) => isSettled(level, context.commitment));
  const [best] = [...settled].sort((a, b) => b.confirmations - a.confirmations);
  if (best === undefined) return { state: 'pending' };
  const isContested = statuses.some(({ succeeded }) => succeeded !== best.succeeded);
  // On two forks, or one of the nodes lies: not known yet.
  if (isContested) return { state: 'pending' };
  return {
    state: 'mined',
    blockNumber: best.slot,
    confirmations: best.confirmations,
    succeeded: best.succeeded,
    isFinal: isFinal(context, settled),
  };
}

function isSettled(level: SignatureStatus['level'], commitment: FatesContext['commitment']): boolean {
  return level === 'finalized' || level === commitment;
}

/**
 * What is final is not looked at again, so two endpoints must say it where two are configured: a failure would give budget back, and on one
 * node's word a success would let a payment that was never made count as made.
 */
function isFinal({ pool }: FatesContext, settled: readonly SignatureStatus[]): boolean {
  const final = settled.filter(({ level }) => level === 'finalized').length;
  return final >= Math.min(2, pool.endpoints.length);
}
