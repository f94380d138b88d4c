import { probe } from '../http-probe.js';
import type { DoctorTarget } from '../target.js';
import { Check, type CheckResult, reasonOf } from '../verdict.js';

const check = new Check('running', 'Nothing can be said about a daemon that does not answer.');

export async function checkRunning({ url }: DoctorTarget): Promise<readonly CheckResult[]> {
  try {
    const { status } = await probe(url, { path: '/health' });
    if (status === 200) return [check.pass(`the daemon answers on ${url.host}`)];
    return [
      check.fail(
        `${url.host} answers /health with ${status}`,
        'Look at its log; if it is not the daemon, name the right one with --url.',
      ),
    ];
  } catch (error) {
    const fix = 'Start it (npm start, or docker compose up -d), or name the right address with --url.';
    return [check.fail(`nobody answers on ${url.host}: ${reasonOf(error)}`, fix)];
  }
}
