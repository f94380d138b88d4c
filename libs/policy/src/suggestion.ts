import { denialsOf, floorsOf, tierOf, type Verdict } from './effective/report.js';

/** One sentence with the smallest change that would help, or null where none is known. */
export function suggestionFor(verdicts: readonly Verdict[]): string | null {
  const denials = denialsOf(verdicts);
  if (denials.length > 0) return denials[0]?.suggestion ?? null;
  const floors = floorsOf(verdicts);
  const tier = tierOf(floors);
  const demanding = floors.filter((one) => one.tier === tier);
  return demanding.every((one) => one.suggestion !== undefined) ? (demanding[0]?.suggestion ?? null) : null;
}
