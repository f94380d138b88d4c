import type { Findings } from './check.js';
import type { TortureReport } from './run-torture.js';

const MUST_BE_ZERO = {
  doublePayments: 'double payments',
  lostRequests: 'lost requests',
  limitOverruns: 'limit overruns',
  untrueRows: 'rows without a true state',
} as const;

type Fault = keyof typeof MUST_BE_ZERO;

const FAULTS = Object.keys(MUST_BE_ZERO) as readonly Fault[];

export const NOTHING: Findings = {
  ...{ requested: 0, accepted: 0, landed: 0 },
  ...{ doublePayments: [], lostRequests: [], limitOverruns: [], untrueRows: [] },
};

export function hasFaults(findings: Findings): boolean {
  return FAULTS.some((fault) => findings[fault].length > 0);
}

/** Two rounds of one run. */
export function sumOf(one: TortureReport, other: TortureReport): TortureReport {
  const troubles = new Map(one.troubles);
  for (const [name, count] of other.troubles) troubles.set(name, (troubles.get(name) ?? 0) + count);
  return {
    ...{ seed: one.seed, troubles, cycles: one.cycles + other.cycles },
    requested: one.requested + other.requested,
    accepted: one.accepted + other.accepted,
    landed: one.landed + other.landed,
    doublePayments: [...one.doublePayments, ...other.doublePayments],
    lostRequests: [...one.lostRequests, ...other.lostRequests],
    limitOverruns: [...one.limitOverruns, ...other.limitOverruns],
    untrueRows: [...one.untrueRows, ...other.untrueRows],
  };
}

/** The count, and behind it whatever should not be, one line each; at the end what makes the same choices again. */
export function reportLines(report: TortureReport, only: readonly string[]): readonly string[] {
  const chosen = only.length === 0 ? '' : ` --only '${only.join(',')}'`;
  const line = (name: string, value: number): string => `${name.padEnd(64)}${String(value).padStart(8)}`;
  return [
    ...[...report.troubles].sort(([a], [b]) => a.localeCompare(b)).map(([name, count]) => line(name, count)),
    line('cycles', report.cycles),
    line('payments requested', report.requested),
    line('accepted', report.accepted),
    line('landed', report.landed),
    ...FAULTS.map((fault) => line(MUST_BE_ZERO[fault], report[fault].length)),
    ...FAULTS.flatMap((fault) => report[fault].map((finding) => `  ${MUST_BE_ZERO[fault]}: ${finding}`)),
    `seed ${String(report.seed)}: again with npm run torture -- --seed ${String(report.seed)} --cycles ${String(report.cycles)}${chosen}`,
  ];
}
