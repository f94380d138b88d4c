// The zone database is the one thing asked of the host: it is data, given the same instant it gives the same answer.

export interface LocalTime {
  /** 0..23. */
  readonly hour: number;
  /** 0 = Sunday. */
  readonly day: number;
}

const DAYS: readonly string[] = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

// Names of the IANA database begin with a letter; "+02:00" is an offset and knows no summer time.
const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+/-]*$/;

// Making one costs more than using it; there are no more zones than the database has names.
const FORMATTERS = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known =
    FORMATTERS.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', hour: 'numeric', weekday: 'short' });
  FORMATTERS.set(timeZone, known);
  return known;
}

/** Whether the host's zone database knows this IANA name. */
export function isTimeZone(name: string): boolean {
  if (!ZONE_NAME.test(name)) return false;
  try {
    formatterOf(name);
    return true;
  } catch {
    return false;
  }
}

/** Hour and day on the local clock of a known zone; undefined for an instant no calendar reaches. */
export function localTime(unixSeconds: number, timeZone: string): LocalTime | undefined {
  // Intl takes whole milliseconds; the fraction of a second never changes the hour.
  const instant = Math.floor(unixSeconds) * 1000;
  if (!(Math.abs(instant) <= 8.64e15)) return undefined;
  const parts = formatterOf(timeZone).formatToParts(instant);
  const hour = Number(parts.find((part) => part.type === 'hour')?.value);
  const day = DAYS.indexOf(parts.find((part) => part.type === 'weekday')?.value ?? '');
  return Number.isInteger(hour) && day >= 0 ? { hour, day } : undefined;
}
