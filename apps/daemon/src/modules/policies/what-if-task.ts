import {
  compilePolicies,
  judgeWhatIf,
  parseWhatIf,
  windowsOf,
  type Decision,
  type LedgerWindows,
  type WhatIfBackground,
  type WhatIfInput,
} from '@waiaas/policy';
import type { FieldIssue } from '@waiaas/core';

/** What the judging thread is asked to do. Everything in it can be copied from thread to thread. */
export type WhatIfTask =
  | { readonly kind: 'read'; readonly body: unknown }
  | { readonly kind: 'judge'; readonly input: WhatIfInput; readonly background: WhatIfBackground };

export interface ReadWhatIf {
  readonly issues: readonly FieldIssue[];
  /** Undefined where the body was refused. */
  readonly input?: WhatIfInput;
  /** How far back its own policies look; undefined where it brings none. */
  readonly windows?: LedgerWindows;
}

export interface WhatIfAnswers {
  readonly read: ReadWhatIf;
  readonly judge: Pick<Decision, 'result' | 'spends' | 'operations'>;
}

function read(body: unknown): ReadWhatIf {
  const parsed = parseWhatIf(body);
  if (!parsed.ok) return { issues: parsed.error };
  const { policies } = parsed.value;
  const windows = policies === undefined ? {} : { windows: windowsOf(compilePolicies(policies)) };
  return { issues: [], input: parsed.value, ...windows };
}

export function answerTask(task: WhatIfTask): WhatIfAnswers[WhatIfTask['kind']] {
  if (task.kind === 'read') return read(task.body);
  const { result, spends, operations } = judgeWhatIf(task.input, task.background);
  return { result, spends, operations };
}
