// How long one decision takes with 10 000 policies and 100 000 requests in the ledger. Prints a table and one line of JSON; asserts nothing.
import { compilePolicies, evaluate, POLICY_SETTINGS_DEFAULTS, policyTypes } from '@waiaas/policy';

const NOW = 1_800_000_000;
const MONTH = 2_592_000;
const POLICIES = 10_000;
const REQUESTS = 100_000;
const DECISIONS = 2000;
// A daemon judges for days: what the first decisions of a process cost is the compiler's, and shown apart.
const WARM_UP = 300;

const address = (index) => `0x${index.toString(16).padStart(40, '0')}`;
const NETWORK = { chain: 'ethereum', network: 'base-mainnet' };

/** Of every type in turn, on as many wallets as it takes; all of one wallet where `wallets` is 1. */
function policies(wallets) {
  const types = policyTypes();
  return Array.from({ length: POLICIES }, (_, index) => {
    const { type, example } = types[index % types.length];
    const priority = Math.floor(index / types.length / wallets);
    const walletId = `wallet-${String(Math.floor(index / types.length) % wallets)}`;
    return { id: `p${String(index)}`, version: 1, walletId, network: null, type, rules: example, priority, enabled: true };
  });
}

const request = (index) => ({ type: 'TRANSFER', ...NETWORK, to: address(index % 7), amount: 10n ** 15n + BigInt(index) });

function row(index) {
  const at = NOW - Math.floor((index * MONTH) / REQUESTS);
  const status = index % 100 === 0 ? 'QUEUED' : 'CONFIRMED';
  return {
    type: 'TRANSFER',
    status,
    at,
    ...NETWORK,
    asset: 'native',
    amount: 10n ** 15n,
    usdMicros: 3_200_000n,
    walletId: 'wallet-0',
  };
}

/** As the daemon's ledger hands them over: open rows, the rows of hours that an edge cuts, and one row of totals per other hour. */
function summed(rows) {
  const edges = new Set([60, 86_400, MONTH, 3600].map((length) => Math.floor((NOW - length) / 3600)));
  const hours = new Map();
  const kept = [];
  for (const one of rows) {
    const hour = Math.floor(one.at / 3600);
    if (one.status !== 'CONFIRMED' || edges.has(hour)) {
      kept.push(one);
      continue;
    }
    const total = hours.get(hour) ?? { ...one, type: 'TOTAL', at: hour * 3600, usdMicros: 0n, count: 0 };
    hours.set(hour, { ...total, usdMicros: total.usdMicros + one.usdMicros, count: total.count + 1 });
  }
  return [...kept, ...hours.values()];
}

const PRICES = [{ chain: 'ethereum', asset: 'native', usd: '3200', status: 'ok', ageSeconds: 0, quotes: [] }];

function facts(history) {
  const given = { walletId: 'wallet-0', ownerState: 'NONE', now: NOW, prices: PRICES, context: {}, session: null };
  return { ...given, history, settings: POLICY_SETTINGS_DEFAULTS };
}

function measure(set, historyOf, decisions = DECISIONS) {
  const times = [];
  const cpu = [];
  for (let index = 0; index < decisions; index += 1) {
    const about = facts(historyOf());
    const startedAt = process.hrtime.bigint();
    const usedBefore = process.cpuUsage();
    evaluate(set, about, request(index));
    const { user, system } = process.cpuUsage(usedBefore);
    times.push(Number(process.hrtime.bigint() - startedAt) / 1e6);
    cpu.push((user + system) / 1e3);
  }
  const at = (figures, share) =>
    Number(([...figures].sort((a, b) => a - b)[Math.floor(share * (figures.length - 1))] ?? 0).toFixed(3));
  return { p50Ms: at(times, 0.5), p99Ms: at(times, 0.99), cpuP50Ms: at(cpu, 0.5), cpuP99Ms: at(cpu, 0.99) };
}

const rows = Array.from({ length: REQUESTS }, (_, index) => row(index));
const ledger = summed(rows);
const many = compilePolicies(policies(200));
const one = compilePolicies(policies(1));
const cold = measure(many, () => [...ledger], WARM_UP);
const results = [
  { case: 'of 10 000 policies on 200 wallets, ledger as the daemon reads it', ...measure(many, () => [...ledger]) },
  { case: '10 000 policies on one wallet, ledger as the daemon reads it', ...measure(one, () => [...ledger]) },
  { case: 'of 10 000 policies on 200 wallets, 100 000 rows known before', ...measure(many, () => rows) },
  { case: '10 000 policies on one wallet, 100 000 rows known before', ...measure(one, () => rows) },
];

const out = (text) => process.stdout.write(`${text}\n`);
out(`${String(REQUESTS)} requests; ${String(ledger.length)} rows as the daemon reads them; ${String(DECISIONS)} decisions each`);
out(`the first ${String(WARM_UP)} of this process, not counted: p50 ${String(cold.p50Ms)} ms, p99 ${String(cold.p99Ms)} ms`);
out('   p50 ms    p99 ms   cpu p50   cpu p99  case');
for (const { case: name, p50Ms, p99Ms, cpuP50Ms, cpuP99Ms } of results) {
  out([p50Ms, p99Ms, cpuP50Ms, cpuP99Ms].map((figure) => figure.toFixed(3).padStart(9)).join(' ') + `  ${name}`);
}
out(JSON.stringify({ bench: 'policy-decisions', policies: POLICIES, requests: REQUESTS, rows: ledger.length, cold, results }));
