import type { AttemptFate, AttemptRef } from '@waiaas/core';
import type { EndpointPool } from '../rpc/endpoint-pool.js';
import { examine, type ExamineDependencies, type Finding } from './examine.js';

/**
 * What became of attempts. What is final or dead releases budgets and permits new bytes, so one node is not enough for it: every endpoint that
 * answers must say the same, and at least two where two are configured. Until then the answer is the weaker one.
 */
export async function readFates(
  pool: EndpointPool,
  dependencies: ExamineDependencies,
  attempts: readonly AttemptRef[],
): Promise<readonly AttemptFate[]> {
  if (attempts.length === 0) return [];
  const { endpoint, findings } = await pool.read(async (asked) => ({
    endpoint: asked,
    findings: await examine(dependencies, asked, attempts),
  }));
  const claims = attempts.filter((_, index) => isClaim(findings[index]));
  if (claims.length === 0 || pool.size === 1) return findings.map(fateOf);
  const witnesses = await pool.askOthers(endpoint, (other) => examine(dependencies, other, claims));
  return attempts.map((attempt, index) => {
    const finding = findings[index] ?? { state: 'absent' };
    const claim = claims.indexOf(attempt);
    if (claim === -1) return fateOf(finding);
    return judge(
      finding,
      witnesses.map((witness) => witness[claim] ?? { state: 'absent' }),
    );
  });
}

function isClaim(finding: Finding | undefined): boolean {
  return finding?.state === 'dead' || (finding?.state === 'mined' && finding.isFinal);
}

function judge(finding: Finding, witnesses: readonly Finding[]): AttemptFate {
  if (witnesses.length > 0 && witnesses.every((witness) => isSameClaim(finding, witness))) return fateOf(finding);
  if (finding.state === 'mined') return fateOf({ ...finding, isFinal: false });
  const landed = witnesses.find((witness) => witness.state === 'mined');
  if (landed?.state === 'mined') return fateOf({ ...landed, isFinal: false });
  return { state: witnesses.some((witness) => witness.state === 'pending') ? 'pending' : 'absent' };
}

function isSameClaim(a: Finding, b: Finding): boolean {
  if (a.state !== 'mined' || b.state !== 'mined') return a.state === b.state;
  return b.isFinal && a.blockHash === b.blockHash && a.succeeded === b.succeeded;
}

function fateOf(finding: Finding): AttemptFate {
  if (finding.state !== 'mined') return { state: finding.state };
  const { blockNumber, confirmations, succeeded, isFinal } = finding;
  return { state: 'mined', blockNumber, confirmations, succeeded, isFinal };
}
