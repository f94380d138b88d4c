import type { Constraints } from '../facts.js';
import { deny, type Denial, type Figures } from '../rules/finding.js';
import type { Wording } from '../words/wording.js';

/** The denial of a session's own constraint. */
export function violated(reason: Wording, figures: Figures & { readonly field: keyof Constraints }): Denial {
  return deny('CONSTRAINT_VIOLATED', reason, figures);
}
