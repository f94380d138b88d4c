import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DaemonProcess } from '../harness/daemon-process.js';
import { EvmNetwork } from '../harness/evm-network.js';
import { rpcEnvironment } from '../harness/test-network.js';
import { allowNative, createWallet, PASSWORD, QUIET_LIMITS, type TestWallet } from '../harness/wallets.js';

/** Figures of the built daemon against a local EVM node on this machine. `--json` prints only the JSON. */
type Figures = Readonly<Record<string, number>>;

const SENDS = Number(process.env['WAIAAS_TEST_BENCH_SENDS'] ?? 320);
const READ_SECONDS = Number(process.env['WAIAAS_TEST_BENCH_SECONDS'] ?? 5);
const LOGGED = new URL('./decision-times.mjs', import.meta.url).href;

const network = await EvmNetwork.start();
const env = {
  ...QUIET_LIMITS,
  ...rpcEnvironment(network),
  WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: network.nodeUrl,
  WAIAAS_MASTER_PASSWORD: PASSWORD,
};

async function payer(daemon: DaemonProcess): Promise<TestWallet> {
  const wallet = await createWallet(daemon, { policyPreset: 'none' });
  await allowNative(daemon, wallet, 'ethereum');
  await network.fund(wallet.address, 100_000);
  return wallet;
}

interface Row {
  readonly id: string;
  readonly status: string;
}

/** `count` sends with so many under way at any time; gives accepted and confirmed ones per second. */
async function load(wallets: readonly TestWallet[], atOnce: number, count: number): Promise<Record<string, number>> {
  const startedAt = performance.now();
  const ids: { wallet: TestWallet; id: string }[] = [];
  let next = 0;
  let failures = 0;
  const client = async (): Promise<void> => {
    while (next < count) {
      const wallet = wallets[next % wallets.length];
      next += 1;
      if (wallet === undefined) return;
      const body = { network: network.name, to: network.newAddress(), amount: '1' };
      const answer = await wallet.api.post<Row>('/v1/transactions/send', body);
      if (answer.status === 201) ids.push({ wallet, id: answer.body.id });
      else failures += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  const acceptedSeconds = (performance.now() - startedAt) / 1000;
  failures += await settle(ids);
  const confirmedSeconds = (performance.now() - startedAt) / 1000;
  return {
    acceptedPerSecond: round(ids.length / acceptedSeconds),
    confirmedPerSecond: round((count - failures) / confirmedSeconds),
    failures,
  };
}

/** Waits until nothing of these runs any more, by asking each row once it may have ended; gives how many were not confirmed. */
async function settle(ids: readonly { wallet: TestWallet; id: string }[]): Promise<number> {
  let failures = 0;
  for (const { wallet, id } of [...ids].reverse()) {
    for (;;) {
      const { body } = await wallet.api.get<Row>(`/v1/transactions/${id}`);
      if (body.status === 'CONFIRMED') break;
      if (body.status !== 'EXECUTING' && body.status !== 'SUBMITTED') {
        failures += 1;
        break;
      }
      await pause(10);
    }
  }
  return failures;
}

async function readsPerSecond(url: string, token?: string): Promise<number> {
  const program = createRequire(import.meta.url).resolve('autocannon');
  const headers = token === undefined ? [] : ['-H', `Authorization: Bearer ${token}`];
  const child = spawn(process.execPath, [program, '-j', '-c', '32', '-d', String(READ_SECONDS), ...headers, url], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await new Promise((resolve) => child.once('close', resolve));
  const result = JSON.parse(Buffer.concat(chunks).toString()) as { requests: { average: number }; non2xx: number };
  if (result.non2xx > 0) throw new Error(`${String(result.non2xx)} answers were not 2xx`);
  return Math.round(result.requests.average);
}

async function residentMiB(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

async function memory(daemon: DaemonProcess): Promise<number> {
  return (await residentMiB(daemon.pid)) + (await residentMiB(await daemon.signerPid()));
}

/** From BEGIN to COMMIT of each decision, as the daemon publishes it; in a run of its own, so that it costs the others nothing. */
async function decisionTimes(dataDir: string): Promise<Figures> {
  const file = path.join(dataDir, 'decisions.json');
  const daemon = await DaemonProcess.start({
    dataDir,
    env: { ...env, NODE_OPTIONS: `--import ${LOGGED}`, WAIAAS_TEST_DECISIONS: file },
  });
  const wallet = await payer(daemon);
  await load([wallet], 32, SENDS);
  await daemon.signal('SIGTERM');
  const times = (JSON.parse(await readFile(file, 'utf8')) as number[]).sort((a, b) => a - b);
  const at = (share: number): number => round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0);
  return { decideAndReserveP50Ms: at(0.5), decideAndReserveP99Ms: at(0.99), decisions: times.length };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function named(prefix: string, figures: Record<string, number>): Figures {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${prefix} ${name}`, value]));
}

async function measure(): Promise<Figures> {
  const first = await DaemonProcess.start({ env });
  await first.signal('SIGTERM');
  const startedAt = performance.now();
  const daemon = await first.restart();
  const coldStartMs = Math.round(performance.now() - startedAt);
  const wallets = await Promise.all(Array.from({ length: 8 }, () => payer(daemon)));
  const idleMiB = await memory(daemon);
  const one = wallets.slice(0, 1);
  const [wallet] = one;
  const single = named('1 wallet, 1 at once:', await load(one, 1, Math.ceil(SENDS / 4)));
  const burst = named('1 wallet, 32 at once:', await load(one, 32, SENDS));
  const spread = named('8 wallets, 32 at once:', await load(wallets, 32, SENDS));
  const url = await daemon.url();
  const reads = {
    healthPerSecond: await readsPerSecond(`${url}/health`),
    listPerSecond: await readsPerSecond(`${url}/v1/transactions?limit=20`, wallet?.token),
    balancePerSecond: await readsPerSecond(`${url}/v1/wallet/balance?network=${network.name}`, wallet?.token),
  };
  const loadedMiB = await memory(daemon);
  await daemon.signal('SIGTERM');
  const decisions = await decisionTimes(daemon.dataDir);
  await daemon.dispose();
  return { ...single, ...burst, ...spread, ...decisions, ...reads, coldStartMs, idleMiB, loadedMiB };
}

try {
  const figures = await measure();
  const [cpu] = cpus();
  const machine = `${cpu?.model ?? 'unknown'} × ${String(cpus().length)}, ${String(Math.round(totalmem() / 2 ** 30))} GiB, Node ${process.version}`;
  process.stdout.write(`${JSON.stringify({ machine, figures }, undefined, 2)}\n`);
  if (!process.argv.includes('--json')) {
    process.stdout.write(`\n${machine}\n`);
    for (const [name, value] of Object.entries(figures)) process.stdout.write(`${name.padEnd(46)} ${String(value)}\n`);
  }
} finally {
  await network.stop();
}
