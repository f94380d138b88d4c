import type { Requested } from './client.js';
import { hasEnded, rowsOf, type Row } from './settle.js';
import type { TortureWallet, TortureWorld } from './torture-world.js';

/** The count of everything that must not be. Each finding says what was found, so that a run that fails explains itself. */
export interface Findings {
  readonly requested: number;
  readonly accepted: number;
  readonly landed: number;
  /** Somebody was paid more than once, or a transaction is on the chain that no row stands for. */
  readonly doublePayments: readonly string[];
  /** Accepted, and without a row, or never ended. */
  readonly lostRequests: readonly string[];
  readonly limitOverruns: readonly string[];
  /** A row that says something else than the chain. */
  readonly untrueRows: readonly string[];
}

interface Judged extends Requested {
  readonly paid: bigint;
  readonly rows: readonly Row[];
}

/** Reads the chains themselves and what the API says, and compares. Knows nothing of how the daemon works. */
export async function check(world: TortureWorld, requests: readonly Requested[]): Promise<Findings> {
  const perWallet = await Promise.all(
    world.wallets.map(async (wallet) => {
      const rows = await rowsOf(world, wallet.id);
      const mine = requests.filter(({ wallet: { id } }) => id === wallet.id);
      const judged = await Promise.all(mine.map((one) => judge(one, rows)));
      return { wallet, rows, judged, surplus: await surplusOf(world, wallet, rows) };
    }),
  );
  const judged = perWallet.flatMap((entry) => entry.judged);
  return {
    requested: judged.length,
    accepted: judged.filter(({ answer }) => answer.status === 201).length,
    landed: judged.filter(({ paid, wallet }) => paid >= wallet.amount).length,
    doublePayments: [...judged.flatMap(paidTwice), ...perWallet.flatMap(({ surplus }) => surplus)],
    lostRequests: (await Promise.all(judged.map((one) => lost(world, one)))).flat(),
    limitOverruns: perWallet.flatMap((entry) => overruns(entry.wallet, entry.judged)),
    untrueRows: [...judged.flatMap(untrue), ...perWallet.flatMap(unasked), ...(await brokenChain(world))],
  };
}

async function judge(request: Requested, rows: readonly Row[]): Promise<Judged> {
  const { to, wallet } = request;
  const mine = rows.filter(({ toAddress }) => toAddress === to);
  return { ...request, paid: await wallet.network.balance(to), rows: mine };
}

function paidTwice({ paid, wallet, key }: Judged): readonly string[] {
  return paid > wallet.amount ? [`${key}: paid ${String(paid)} for ${String(wallet.amount)}`] : [];
}

/** On EVM the nonce counts every transaction there ever was: each is a row that says that it landed. */
async function surplusOf({ ethereum }: TortureWorld, wallet: TortureWallet, rows: readonly Row[]): Promise<readonly string[]> {
  if (wallet.network !== ethereum) return [];
  const nonce = await ethereum.nonce(wallet.address);
  const landed = rows.filter(({ status, errorCode }) => status === 'CONFIRMED' || LANDED.has(errorCode ?? '')).length;
  return nonce === landed ? [] : [`${wallet.address}: ${String(nonce)} transactions, ${String(landed)} rows that landed`];
}

const LANDED: ReadonlySet<string> = new Set(['CANCELLED_BY_REPLACEMENT', 'TRANSACTION_REVERTED']);

async function lost(world: TortureWorld, { answer, rows, key }: Judged): Promise<readonly string[]> {
  if (answer.status === 0) return [`${key}: no answer`];
  if (answer.status !== 201) return [];
  const row = rows.find(({ id }) => id === answer.id);
  if (row === undefined) return [`${key}: accepted, and no row`];
  if (hasEnded(row)) return [];
  return [`${key}: ${row.id} is ${row.status} for ever, ${await attemptsOf(world, row)}`];
}

/** What the daemon says it tried, for whoever reads the finding. */
async function attemptsOf(world: TortureWorld, { id }: Row): Promise<string> {
  const master = await world.master();
  const { attempts } = await master.must(200, master.get<{ attempts: readonly object[] }>(`/v1/transactions/${id}`));
  const height = await world.solana.node.control.call('getBlockHeight');
  return `attempts ${JSON.stringify(attempts)}, Solana at height ${String(height)}`;
}

function overruns({ mostPayments, amount, id }: TortureWallet, judged: readonly Judged[]): readonly string[] {
  if (mostPayments === undefined) return [];
  const spent = new Map<string, bigint>();
  for (const { token, paid } of judged) spent.set(token, (spent.get(token) ?? 0n) + paid);
  const most = mostPayments * amount;
  return [...spent.values()].filter((sum) => sum > most).map((sum) => `${id}: ${String(sum)} of ${String(most)}`);
}

function untrue({ rows, paid, wallet, key }: Judged): readonly string[] {
  const says = rows.filter(({ status }) => status === 'CONFIRMED').length;
  const is = paid / wallet.amount;
  return BigInt(says) === is
    ? []
    : [`${key}: ${String(is)} payments, ${rows.map(({ id, status }) => `${id} ${status}`).join(', ') || 'no row'}`];
}

interface WalletRows {
  readonly wallet: TortureWallet;
  readonly rows: readonly Row[];
  readonly judged: readonly Judged[];
}

/** A row that pays somebody nobody named. What fills a nonce that nobody holds pays nothing, from the wallet to itself. */
function unasked({ wallet, rows, judged }: WalletRows): readonly string[] {
  const asked = new Set(judged.map(({ to }) => to));
  return rows
    .filter(({ toAddress, amount }) => !asked.has(toAddress ?? '') && !(toAddress === wallet.address && amount === '0'))
    .map((row) => `${row.id}: nobody asked for it, ${row.amount ?? 'nothing'} to ${row.toAddress ?? 'nobody'}, ${row.status}`);
}

async function brokenChain(world: TortureWorld): Promise<readonly string[]> {
  const master = await world.master();
  const { ok } = await master.must(200, master.get<{ ok: boolean }>('/v1/audit-logs/verify'));
  return ok ? [] : ['the audit chain is broken'];
}
