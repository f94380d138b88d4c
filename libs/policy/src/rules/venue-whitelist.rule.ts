import type { RequestPart } from '../effective/request-parts.js';
import { name } from '../schema/entries.js';
import { list } from '../schema/list.js';
import { object, optional } from '../schema/object.js';
import { text } from '../schema/scalars.js';
import { partsOfType } from './allowed-domains.js';
import { deny } from './finding.js';
import { definePolicy } from './policy-type.js';
import { say } from '../words/wording.js';

const entry = object({ id: text(1, 100), name: optional(name()) });

function denyVenue(code: string, words: 'VENUE_NOT_LISTED' | 'VENUE_NEEDS_POLICY', { part: { venue }, path }: RequestPart) {
  return deny(code, say(words, { venue: venue ?? '(none)' }), {
    field: 'venues',
    operation: path,
    ...(venue === undefined ? {} : { suggestion: say('ASK_LISTING', { value: venue, policy: 'VENUE_WHITELIST' }) }),
  });
}

export const venueWhitelist = definePolicy({
  type: 'VENUE_WHITELIST',
  label: 'Allowed venues',
  description: 'Actions outside any chain only at these venues. Without the policy every such action is refused.',
  effect: 'deny',
  appliesTo: ['EXTERNAL_ACTION'],
  schema: object({ venues: list(entry, { key: (one) => one.id.toLowerCase() }) }),
  example: { venues: [{ id: 'drift', name: 'Drift' }] },
  prepare: (rules) => new Set(rules.venues.map((one) => one.id.toLowerCase())),
  judge: (venues, subject) =>
    partsOfType(subject, 'EXTERNAL_ACTION')
      .filter(({ part }) => part.venue === undefined || !venues.has(part.venue.toLowerCase()))
      .map((part) => denyVenue('VENUE_WHITELIST_VIOLATION', 'VENUE_NOT_LISTED', part)),
  absent: (subject) =>
    subject.facts.settings.defaultDenyVenues
      ? partsOfType(subject, 'EXTERNAL_ACTION').map((part) => denyVenue('VENUE_WHITELIST_REQUIRED', 'VENUE_NEEDS_POLICY', part))
      : [],
});
