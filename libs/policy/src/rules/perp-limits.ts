import type { Case } from '../effective/case.js';
import { actionPartsOf, type ActionPart } from '../effective/request-parts.js';
import { parseDecimal } from '../money/decimal.js';
import { isAbove, type Ratio } from '../money/ratio.js';
import type { PerpFact } from '../request.js';
import { deny, floor, type Finding } from './finding.js';
import type { Wording } from '../words/wording.js';

/** What is said of the figure. */
export interface PerpWords {
  readonly notNamed: () => Wording;
  readonly tooMuch: (actual: string, limit: string) => Wording;
  readonly passes: (amount: string) => Wording;
  readonly isQuick: (amount: string) => Wording;
}

/** A maximum that refuses and a warning that makes wait, for one figure of an order that opens or changes a position. */
export interface PerpLimit {
  readonly code: string;
  readonly figure: (perp: PerpFact) => string | undefined;
  readonly words: PerpWords;
  readonly max: Ratio;
  readonly maxText: string;
  readonly maxField: string;
  readonly warning: Ratio | undefined;
  readonly warningText: string | undefined;
  readonly warningField: string;
}

const SIZED: ReadonlySet<string> = new Set(['open_position', 'modify_position']);

function judgeFigure(limit: PerpLimit, written: string | undefined, at: ActionPart['at']): readonly Finding[] {
  const value = written === undefined ? undefined : parseDecimal(written);
  if (value === undefined) {
    return [
      deny(limit.code, limit.words.notNamed(), {
        field: limit.maxField,
        limit: limit.maxText,
        ...at,
        suggestion: limit.words.passes(limit.maxText),
      }),
    ];
  }
  if (isAbove(value, limit.max)) {
    return [
      deny(limit.code, limit.words.tooMuch(written ?? '', limit.maxText), {
        field: limit.maxField,
        limit: limit.maxText,
        ...at,
        suggestion: limit.words.passes(limit.maxText),
      }),
    ];
  }
  if (limit.warning === undefined || limit.warningText === undefined || !isAbove(value, limit.warning)) return [];
  const suggestion = limit.words.isQuick(limit.warningText);
  return [floor('DELAY', { field: limit.warningField, limit: limit.warningText, ...at, suggestion })];
}

export function judgePerpLimit(limit: PerpLimit, { request }: Case): readonly Finding[] {
  return actionPartsOf(request).flatMap(({ part, at }) =>
    part.perp !== undefined && SIZED.has(part.perp.action) ? judgeFigure(limit, limit.figure(part.perp), at) : [],
  );
}
