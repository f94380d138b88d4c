const ISO_UTC = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?(?:Z|\+00:00)$/;

const LAST_SECOND = 253_402_300_799;
const DAYS_OF_MONTH: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysIn(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : (DAYS_OF_MONTH[month - 1] ?? 0);
}

function leapDaysBefore(year: number): number {
  const last = year - 1;
  return Math.floor(last / 4) - Math.floor(last / 100) + Math.floor(last / 400);
}

function daysSinceEpoch(year: number, month: number, day: number): number {
  let days = (year - 1970) * 365 + leapDaysBefore(year) - leapDaysBefore(1970) + day - 1;
  for (let before = 1; before < month; before += 1) days += daysIn(year, before);
  return days;
}

function isClockTime(hour: number, minute: number, second: number): boolean {
  return hour <= 23 && minute <= 59 && second <= 59;
}

function secondsOfIso(text: string): number | undefined {
  const match = ISO_UTC.exec(text);
  if (match === null) return undefined;
  const figure = (group: number): number => Number(match[group] ?? '0');
  const [year, month, day] = [figure(1), figure(2), figure(3)];
  const [hour, minute, second] = [figure(4), figure(5), figure(6)];
  if (day < 1 || day > daysIn(year, month) || !isClockTime(hour, minute, second)) return undefined;
  return daysSinceEpoch(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second + Number(`0${match[7] ?? ''}`);
}

/** Unix seconds of an instant given as such or as ISO 8601 in UTC; undefined for anything else, for local times and beyond year 9999. */
export function unixSecondsOf(input: unknown): number | undefined {
  // A time is a whole number of seconds wherever it is one; parts of a second are for texts that have them.
  const seconds = typeof input === 'string' ? secondsOfIso(input) : Number.isInteger(input) ? (input as number) : undefined;
  if (seconds === undefined) return undefined;
  return seconds >= 0 && seconds <= LAST_SECOND ? seconds : undefined;
}
