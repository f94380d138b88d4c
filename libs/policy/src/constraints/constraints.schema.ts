import { err, ok, type FieldIssue, type Result } from '@waiaas/core';
import type { Constraints } from '../facts.js';
import { decimalText } from '../money/decimal.js';
import { REQUEST_TYPES } from '../request.js';
import { TIERS } from '../rules/finding.js';
import { list } from '../schema/list.js';
import { object, optional } from '../schema/object.js';
import { address, decimal, network, oneOf } from '../schema/scalars.js';

const schema = object({
  types: optional(list(oneOf(REQUEST_TYPES), { key: (one) => one })),
  networks: optional(list(network(), { key: (one) => one })),
  recipients: optional(list(address(), { key: (one) => one })),
  maxUsdPerTx: optional(decimal()),
  dailyUsd: optional(decimal()),
  maxTier: optional(oneOf(TIERS)),
});

/** Accepts a session's constraints in canonical form, USD as decimal text, or names every refused member by its path. */
export function validateConstraints(input: unknown): Result<Constraints, readonly FieldIssue[]> {
  const issues: FieldIssue[] = [];
  const value = schema.read(input, { path: '', issues });
  if (value === undefined || issues.length > 0) return err(issues);
  const { maxUsdPerTx, dailyUsd, ...rest } = value;
  const [perTx, daily] = [decimalText(maxUsdPerTx), decimalText(dailyUsd)];
  return ok({
    ...rest,
    ...(perTx === undefined ? {} : { maxUsdPerTx: perTx }),
    ...(daily === undefined ? {} : { dailyUsd: daily }),
  });
}
