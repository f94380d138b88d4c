import { flag, integer, network, text } from '../schema/scalars.js';
import { isRecord, object, optional } from '../schema/object.js';
import { inside, refuse, type Place, type Schema } from '../schema/schema.js';
import type { PolicyRow } from '../policy-set.js';
import { anything, mapped, nullable, sequence } from './readers.js';

const MAX_POLICIES = 1000;
const INT32 = { min: -2_147_483_648, max: 2_147_483_647 };

const draft = object({
  type: text(1, 64),
  rules: anything(),
  walletId: optional(nullable(text(1, 128))),
  network: optional(nullable(network())),
  priority: optional(integer(INT32.min, INT32.max)),
  enabled: optional(flag()),
  id: optional(text(1, 128)),
});

/** Rules that cannot be read have a key all the same: a row that denies everything may stand beside any other. */
function keyOf({ type, rules }: PolicyRow, index: number): string {
  if (type !== 'ACTION_CATEGORY_LIMIT') return type;
  const category = isRecord(rules) && Object.hasOwn(rules, 'category') ? rules['category'] : undefined;
  return typeof category === 'string' ? `${type}:${category}` : `${type}#${String(index)}`;
}

function refuseEqualRank(rows: readonly PolicyRow[], place: Place): void {
  const seen = new Set<string>();
  rows.forEach((row, index) => {
    const slot = JSON.stringify([row.walletId, row.network, keyOf(row, index), row.priority]);
    if (seen.has(slot)) {
      refuse(inside(inside(place, index), 'priority'), 'conflict', 'is the priority of another policy of this scope and type');
    }
    seen.add(slot);
  });
}

/** Policies of a what-if. What their rules say is for the verdict: rules that fail their schema are no malformed body. */
export function policiesPart(): Schema<readonly PolicyRow[]> {
  return mapped(sequence(draft, MAX_POLICIES), (drafts, place) => {
    const rows = drafts.map((one, index): PolicyRow => ({
      id: one.id ?? `draft:${String(index)}`,
      version: null,
      walletId: one.walletId ?? null,
      network: one.network ?? null,
      type: one.type,
      rules: one.rules.value,
      priority: one.priority ?? 0,
      enabled: one.enabled ?? true,
    }));
    refuseEqualRank(rows, place);
    return rows;
  });
}
