import { stat } from 'node:fs/promises';
import { probe } from '../http-probe.js';
import { askEndpoint } from '../rpc-endpoint.js';
import type { DoctorTarget } from '../target.js';
import { Check, type CheckResult } from '../verdict.js';

const check = new Check('clock', 'Delays, windows and certificates run by the clock.');
const TOLERANCE_SECONDS = 120;
const FIX = 'Set the clock and keep it right: timedatectl set-ntp true.';

/** Against the daemon's clock, what it has written, and the newest blocks: a clock that is behind any of them is wrong. */
export async function checkClock(target: DoctorTarget): Promise<readonly CheckResult[]> {
  const now = target.now();
  const witnesses = (await Promise.all([daemonClock(target), newestFile(target), ...blockClocks(target)])).flat();
  if (witnesses.length === 0) return [check.skip('there is nothing here to compare it with')];
  const wrong = witnesses.filter(({ time, isExact }) => {
    const ahead = time - now;
    return ahead > TOLERANCE_SECONDS || (isExact && -ahead > TOLERANCE_SECONDS);
  });
  if (wrong.length === 0) return [check.pass(`agrees with ${witnesses.map(({ name }) => name).join(', ')}`)];
  return [
    check.fail(
      wrong
        .map(({ name, time }) => `${Math.round(Math.abs(time - now))} s ${time > now ? 'behind' : 'ahead of'} ${name}`)
        .join(', '),
      FIX,
    ),
  ];
}

interface Witness {
  readonly name: string;
  readonly time: number;
  /** The others only say that it is at least this late. */
  readonly isExact: boolean;
}

async function daemonClock({ url }: DoctorTarget): Promise<readonly Witness[]> {
  const answer = await probe(url, { path: '/health' }).catch(() => undefined);
  const date = Date.parse(String(answer?.headers['date']));
  return Number.isNaN(date) ? [] : [{ name: 'the daemon', time: date / 1000, isExact: true }];
}

async function newestFile({ installation }: DoctorTarget): Promise<readonly Witness[]> {
  if (installation === undefined) return [];
  const files = ['', '-wal'].map((suffix) => stat(`${installation.databaseFile}${suffix}`).catch(() => undefined));
  const times = (await Promise.all(files)).flatMap((found) => (found === undefined ? [] : [found.mtimeMs / 1000]));
  return times.length === 0 ? [] : [{ name: 'the database', time: Math.max(...times), isExact: false }];
}

function blockClocks({ installation }: DoctorTarget): readonly Promise<readonly Witness[]>[] {
  const { endpoints = [], rpcTimeoutMs = 0 } = installation ?? {};
  return endpoints.map(async ({ network, chain, url }) => {
    const answer = await askEndpoint({ chain, url, timeoutMs: rpcTimeoutMs }).catch(() => undefined);
    return answer?.blockTime === undefined
      ? []
      : [{ name: `the newest block of ${network}`, time: answer.blockTime, isExact: false }];
  });
}
