const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

// Making one costs far more than using it, and a list shows hundreds of times.
const relative = new Map<string, Intl.RelativeTimeFormat>();
const absolute = new Map<string, Intl.DateTimeFormat>();

function kept<T>(formats: Map<string, T>, language: string, make: () => T): T {
  const format = formats.get(language) ?? make();
  formats.set(language, format);
  return format;
}

/** `in 3 hours`, `2 minutes ago`: the largest unit that fits. */
export function relativeTime(unixSeconds: number, now: number, language: string): string {
  const distance = unixSeconds - now;
  const [unit, size] = STEPS.find(([, seconds]) => Math.abs(distance) >= seconds) ?? (['second', 1] as const);
  const format = kept(relative, language, () => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));
  return format.format(Math.trunc(distance / size), unit);
}

export function absoluteTime(unixSeconds: number, language: string): string {
  const make = (): Intl.DateTimeFormat => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
  return kept(absolute, language, make).format(unixSeconds * 1000);
}

/** `1:04:09`: what is left of a wait. */
export function countdown(seconds: number): string {
  const left = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
  const pad = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${String(hours)}:${pad(minutes)}:${pad(rest)}` : `${String(minutes)}:${pad(rest)}`;
}

/** `3 d 4 h`, `15 min`: a length of time in words of two units at most. */
export function duration(seconds: number, language: string): string {
  const units = STEPS.map(([unit, size], index) => {
    const above = STEPS[index - 1]?.[1] ?? Infinity;
    return [unit, Math.floor((seconds % above) / size)] as const;
  });
  const named = units.filter(([, value]) => value > 0).slice(0, 2);
  if (named.length === 0) return new Intl.NumberFormat(language, { style: 'unit', unit: 'second' }).format(0);
  return named.map(([unit, value]) => new Intl.NumberFormat(language, { style: 'unit', unit }).format(value)).join(' ');
}

// A week that begins on a Sunday: 0 is Sunday in the rules.
const SUNDAY = Date.UTC(2023, 0, 1);
const DAY_MS = 86_400_000;

export function dayName(day: number, language: string, style: 'short' | 'long' = 'short'): string {
  return new Intl.DateTimeFormat(language, { weekday: style, timeZone: 'UTC' }).format(SUNDAY + day * DAY_MS);
}
