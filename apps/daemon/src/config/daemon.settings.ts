import { boolean, integer, oneOf, text } from './setting.js';
import { isOrigin } from './url-values.js';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

export const daemonSettings = {
  'daemon.port': integer({
    default: 3100,
    min: 0,
    max: 65535,
    description: 'Port of the API; 0 takes any free one and prints it.',
  }),
  'daemon.hostname': text({
    default: '127.0.0.1',
    expects: 'an address to listen on',
    accepts: (value) => /^[0-9A-Za-z.:-]{1,255}$/.test(value),
    description: 'Address the API listens on. Anything but loopback is refused outside a container.',
  }),
  'daemon.allow_non_loopback': boolean({
    default: false,
    description: 'Lets the API listen on other addresses than loopback outside a container. Reported as an exposure finding.',
  }),
  'daemon.public_origin': text({
    default: null,
    expects: 'an origin such as https://wallet.example.org',
    accepts: isOrigin,
    description: 'Domain and URI named in challenge texts; http://127.0.0.1:<port> when not set.',
  }),
  'daemon.log_level': oneOf({ default: 'warn', values: LOG_LEVELS, description: 'The least severe line that is logged.' }),
  'daemon.admin_timeout': integer({
    default: 900,
    min: 60,
    max: 43_200,
    runtime: true,
    description: 'Seconds without a request after which an admin login ends.',
  }),
};
