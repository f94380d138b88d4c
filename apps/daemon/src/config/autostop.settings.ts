import { boolean, integer, text } from './setting.js';
import { isTimeZone } from './time-zone.js';

const enabled = (isOn: boolean, what: string) =>
  boolean({ default: isOn, runtime: true, description: `Suspends a wallet ${what}.` });

/** Each rule has one member `<rule>_enabled` and its figures. */
export const autostopSettings = {
  'autostop.consecutive_failures_enabled': enabled(true, 'whose payments fail one after the other'),
  'autostop.consecutive_failures_threshold': integer({
    default: 10,
    min: 2,
    max: 200,
    runtime: true,
    description: 'Payments in a row that failed.',
  }),
  'autostop.unusual_activity_enabled': enabled(true, 'that is asked for very much in a short time'),
  'autostop.unusual_activity_threshold': integer({
    default: 250,
    min: 2,
    max: 10_000,
    runtime: true,
    description: 'Requests within the window. A session that runs into the default rate limit for five minutes makes 300.',
  }),
  'autostop.unusual_activity_window_seconds': integer({
    default: 300,
    min: 10,
    max: 86_400,
    runtime: true,
    description: 'The window of unusual activity.',
  }),
  'autostop.unusual_hours_enabled': enabled(false, 'that is asked for anything at hours at which nobody works'),
  'autostop.unusual_hours_from': integer({
    default: 22,
    min: 0,
    max: 23,
    runtime: true,
    description: 'The first unusual hour of the day.',
  }),
  'autostop.unusual_hours_to': integer({
    default: 6,
    min: 0,
    max: 23,
    runtime: true,
    description: 'The first hour that is usual again; equal to the first unusual one, no hour is unusual.',
  }),
  'autostop.unusual_hours_time_zone': text({
    default: 'UTC',
    runtime: true,
    expects: 'a time zone such as Europe/Zurich',
    accepts: isTimeZone,
    description: 'Whose hours these are.',
  }),
  'autostop.near_limit_enabled': enabled(false, 'whose requests look for the edge of its limits'),
  'autostop.near_limit_percent': integer({
    default: 95,
    min: 50,
    max: 99,
    runtime: true,
    description: 'From which part of a limit for one request a request is near it, and as far above.',
  }),
  'autostop.near_limit_threshold': integer({
    default: 5,
    min: 2,
    max: 200,
    runtime: true,
    description: 'Requests near a limit within the window.',
  }),
  'autostop.near_limit_window_seconds': integer({
    default: 3600,
    min: 10,
    max: 86_400,
    runtime: true,
    description: 'The window of requests near a limit.',
  }),
  'autostop.idle_timeout_enabled': enabled(false, 'that has a session and was not used for long'),
  'autostop.idle_timeout_seconds': integer({
    default: 2_592_000,
    min: 3600,
    max: 31_536_000,
    runtime: true,
    description: 'Seconds without a request after which a wallet with a session counts as forgotten.',
  }),
};
