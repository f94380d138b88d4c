import { err, ok, type FieldIssue, type Result } from '@waiaas/core';
import { validateConstraints } from '../constraints/constraints.schema.js';
import type { Constraints } from '../facts.js';
import { object, optional } from '../schema/object.js';
import { oneOf, text } from '../schema/scalars.js';
import { inside, type Schema } from '../schema/schema.js';
import { contextPart, pricesPart } from './facts.part.js';
import { historyPart } from './history.part.js';
import { policiesPart } from './policies.part.js';
import { instant } from './readers.js';
import { requestBody } from './request-body.schema.js';
import { readRequest } from './request.part.js';
import { settingsPart } from './settings.part.js';
import type { WhatIfInput } from './what-if.js';

function constraints(): Schema<Constraints> {
  return {
    json: { type: 'object' },
    read(input, place) {
      const checked = validateConstraints(input);
      if (checked.ok) return checked.value;
      for (const issue of checked.error) {
        place.issues.push({ ...issue, path: issue.path === '' ? place.path : `${place.path}.${issue.path}` });
      }
      return undefined;
    },
  };
}

const schema = object({
  walletId: optional(text(1, 128)),
  policies: optional(policiesPart()),
  history: optional(historyPart()),
  now: optional(instant()),
  prices: optional(pricesPart()),
  context: optional(contextPart()),
  settings: optional(settingsPart()),
  ownerState: optional(oneOf(['NONE', 'GRACE', 'LOCKED'])),
  session: optional(object({ id: optional(text(1, 128)), constraints: constraints() })),
  request: requestBody,
});

/**
 * Accepts the body of a what-if in canonical form, or names every refused member by its path.
 *
 * Parts that were left out stay out: the live ones are meant. Rules of a policy are not looked into: unreadable ones are a verdict.
 */
export function parseWhatIf(body: unknown): Result<WhatIfInput, readonly FieldIssue[]> {
  const issues: FieldIssue[] = [];
  const place = { path: '', issues };
  const parts = schema.read(body, place);
  if (parts === undefined || issues.length > 0) return err(issues);
  const request = readRequest(parts.request, parts.context ?? {}, inside(place, 'request'));
  if (request === undefined || issues.length > 0) return err(issues);
  return ok({ ...parts, request });
}
