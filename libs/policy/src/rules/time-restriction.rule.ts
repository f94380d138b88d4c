import { isTimeZone, localTime, type LocalTime } from '../clock/local-clock.js';
import { REQUEST_TYPES } from '../request.js';
import { list } from '../schema/list.js';
import { object, optional } from '../schema/object.js';
import { refuse, type Schema } from '../schema/schema.js';
import { integer } from '../schema/scalars.js';
import { deny } from './finding.js';
import { definePolicy } from './policy-type.js';
import { say, type Wording } from '../words/wording.js';

interface Hours {
  readonly start: number;
  readonly end: number;
}

const hours = object({ start: integer(0, 23), end: integer(1, 24) }, ({ start, end }, place) => {
  if (start === end) refuse(place, 'range', 'start and end must differ');
});

const timeZone: Schema<string> = {
  json: { type: 'string', description: 'IANA time zone', default: 'UTC' },
  read(input, place) {
    if (typeof input !== 'string') return refuse(place, 'type', 'must be a string');
    return isTimeZone(input) ? input : refuse(place, 'timezone', 'must be an IANA time zone');
  },
};

function isInside({ start, end }: Hours, hour: number): boolean {
  return start < end ? hour >= start && hour < end : hour >= start || hour < end;
}

interface Window {
  readonly hours: Hours;
  readonly days: ReadonlySet<number>;
  readonly zone: string;
}

function isAllowed({ hours: allowed, days }: Window, now: LocalTime): boolean {
  return days.has(now.day) && isInside(allowed, now.hour);
}

// Hours begin on a quarter of an hour of UTC, whatever the zone; a week and a day holds every weekday and a change of the clock.
const STEP_SECONDS = 900;
const LOOK_AHEAD_STEPS = 8 * 96;

/** Whole seconds until the next allowed hour begins. */
function secondsUntilAllowed(window: Window, now: number): number | undefined {
  const first = (Math.floor(now / STEP_SECONDS) + 1) * STEP_SECONDS;
  for (let step = 0; step < LOOK_AHEAD_STEPS; step += 1) {
    const at = first + step * STEP_SECONDS;
    const local = localTime(at, window.zone);
    if (local !== undefined && isAllowed(window, local)) return Math.ceil(at - now);
  }
  return undefined;
}

function outside(now: LocalTime | undefined, zone: string): Wording {
  if (now === undefined) return say('TIME_UNKNOWN', {});
  return say('OUTSIDE_HOURS', { day: String(now.day), hour: String(now.hour), zone });
}

export const timeRestriction = definePolicy({
  type: 'TIME_RESTRICTION',
  label: 'Time restriction',
  description:
    'Requests pass only on these days (0 = Sunday) and in these hours of the local clock, at the request and at execution.',
  effect: 'deny',
  appliesTo: REQUEST_TYPES,
  schema: object({
    allowed_hours: hours,
    allowed_days: list(integer(0, 6), { key: String }),
    timezone: optional(timeZone),
  }),
  example: { allowed_hours: { start: 8, end: 20 }, allowed_days: [1, 2, 3, 4, 5], timezone: 'Europe/Berlin' },
  prepare: (rules) => ({ hours: rules.allowed_hours, days: new Set(rules.allowed_days), zone: rules.timezone ?? 'UTC' }),
  judge(rules, { facts }) {
    const now = localTime(facts.now, rules.zone);
    if (now !== undefined && isAllowed(rules, now)) return [];
    const isAllowedDay = now !== undefined && rules.days.has(now.day);
    const wait = secondsUntilAllowed(rules, facts.now);
    return [
      deny('TIME_RESTRICTION_VIOLATION', outside(now, rules.zone), {
        field: isAllowedDay ? 'allowed_hours' : 'allowed_days',
        limit: isAllowedDay ? `${String(rules.hours.start)}-${String(rules.hours.end)}` : [...rules.days].sort().join(','),
        ...(now === undefined ? {} : { actual: String(isAllowedDay ? now.hour : now.day) }),
        ...(wait === undefined ? {} : { suggestion: say('PASSES_LATER', { seconds: String(wait) }) }),
      }),
    ];
  },
});
