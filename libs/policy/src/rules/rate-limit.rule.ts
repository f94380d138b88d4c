import { integer } from '../schema/scalars.js';
import { object } from '../schema/object.js';
import { REQUEST_TYPES } from '../request.js';
import { countRequests, secondsUntilBelow } from '../windows/request-count.js';
import { deny } from './finding.js';
import { definePolicy } from './policy-type.js';
import { say } from '../words/wording.js';

export const rateLimit = definePolicy({
  type: 'RATE_LIMIT',
  label: 'Rate limit',
  description: 'Refuses more than max_requests requests within window_seconds. A batch counts once.',
  effect: 'limit',
  appliesTo: REQUEST_TYPES,
  schema: object({ max_requests: integer(1, 1_000_000), window_seconds: integer(1, 2_592_000) }),
  example: { max_requests: 30, window_seconds: 3600 },
  prepare: (rules) => rules,
  judge(rules, { facts }) {
    const count = countRequests(facts, { windowSeconds: rules.window_seconds });
    if (count < rules.max_requests) return [];
    const wait = secondsUntilBelow(facts, { windowSeconds: rules.window_seconds }, rules.max_requests);
    return [
      deny('RATE_LIMIT_VIOLATION', say('TOO_MANY_REQUESTS', { count: String(count), seconds: String(rules.window_seconds) }), {
        field: 'max_requests',
        limit: String(rules.max_requests),
        actual: String(count + 1),
        suggestion: say('PASSES_LATER', { seconds: String(wait) }),
      }),
    ];
  },
});
