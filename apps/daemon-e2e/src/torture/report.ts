import type { TortureReport } from './run-torture.js';

const MUST_BE_ZERO = {
  doublePayments: 'double payments',
  lostRequests: 'lost requests',
  limitOverruns: 'limit overruns',
  untrueRows: 'rows without a true state',
} as const;

type Fault = keyof typeof MUST_BE_ZERO;

const FAULTS = Object.keys(MUST_BE_ZERO) as readonly Fault[];

export function hasFailed(report: TortureReport): boolean {
  return FAULTS.some((fault) => report[fault].length > 0);
}

/** The count, and behind it whatever should not be, one line each. */
export function reportLines(report: TortureReport): readonly string[] {
  const line = (name: string, value: number): string => `${name.padEnd(28)}${String(value).padStart(8)}`;
  return [
    line('cycles', report.cycles),
    line('payments requested', report.requested),
    line('accepted', report.accepted),
    line('landed', report.landed),
    ...FAULTS.map((fault) => line(MUST_BE_ZERO[fault], report[fault].length)),
    ...FAULTS.flatMap((fault) => report[fault].map((finding) => `  ${MUST_BE_ZERO[fault]}: ${finding}`)),
    `seed ${String(report.seed)}: again with npm run torture -- --seed ${String(report.seed)} --cycles ${String(report.cycles)}`,
  ];
}
