import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import type { DaemonProcess } from '../harness/daemon-process.js';
import { masterOf, PASSWORD, type TestWallet } from '../harness/wallets.js';
import type { BenchWorld } from './bench-world.js';
import type { Figures } from './report.js';

const SECONDS = Number(process.env['WAIAAS_TEST_BENCH_SECONDS'] ?? 5);
const AT_ONCE = 32;

/** Requests per second of what is asked most, one after the other. */
export async function measureReads(world: BenchWorld, daemon: DaemonProcess, wallet: TestWallet): Promise<Figures> {
  const url = await daemon.url();
  const session = `Authorization: Bearer ${wallet.token}`;
  const master = `X-Master-Password: ${PASSWORD}`;
  return {
    healthPerSecond: await perSecond(`${url}/health`),
    listPerSecond: await perSecond(`${url}/v1/transactions?limit=20`, session),
    balancePerSecond: await perSecond(`${url}/v1/wallet/balance?network=${world.network.name}`, session),
    adminPerSecond: await perSecond(`${url}/v1/wallets?limit=20`, master),
    auditRowsVerifiedPerSecond: await auditRowsVerified(daemon),
  };
}

/** The chain of what was done until then, read again from its first row. */
async function auditRowsVerified(daemon: DaemonProcess): Promise<number> {
  const master = await masterOf(daemon);
  const startedAt = performance.now();
  const { ok, lastId } = await master.must(200, master.get<{ ok: boolean; lastId: number }>('/v1/audit-logs/verify'));
  if (!ok) throw new Error('the audit chain is broken');
  return Math.round((lastId * 1000) / (performance.now() - startedAt));
}

async function perSecond(url: string, header?: string): Promise<number> {
  const program = createRequire(import.meta.url).resolve('autocannon');
  const headers = header === undefined ? [] : ['-H', header];
  const child = spawn(process.execPath, [program, '-j', '-c', String(AT_ONCE), '-d', String(SECONDS), ...headers, url], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await new Promise((resolve) => child.once('close', resolve));
  const result = JSON.parse(Buffer.concat(chunks).toString()) as { requests: { average: number }; non2xx: number };
  if (result.non2xx > 0) throw new Error(`${String(result.non2xx)} answers were not 2xx`);
  return Math.round(result.requests.average);
}
