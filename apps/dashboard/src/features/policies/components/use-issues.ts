import { issuesOf, type FieldIssue } from '../../../lib/errors';
import { isPolicyKey, type PolicyText } from '../policy-text';

export interface Issues {
  /** What is wrong at a field, in words. */
  readonly at: (name: string) => string | undefined;
  readonly paths: readonly string[];
  /** Issues that no field on the page has a place for. */
  readonly elsewhere: (isShown: (name: string) => boolean) => readonly { readonly path: string; readonly text: string }[];
}

/** The daemon's own sentence has the bounds in it; in other languages its code says what kind of mistake it is. */
function issueText({ code, message }: FieldIssue, t: PolicyText): string {
  const key = `issue.${code}`;
  return t.language !== 'en' && isPolicyKey(key) ? t(key) : sentence(message);
}

function sentence(message: string): string {
  return message === '' ? message : `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

export function issuesIn(error: unknown, t: PolicyText): Issues {
  const issues = issuesOf(error);
  const texts = new Map(issues.map((issue) => [issue.path, issueText(issue, t)]));
  return {
    paths: [...texts.keys()],
    at: (name) => texts.get(name),
    elsewhere: (isShown) => [...texts].filter(([path]) => !isShown(path)).map(([path, text]) => ({ path, text })),
  };
}

/** The field with a name, where it is on the page. */
export function fieldNamed(name: string | undefined): HTMLElement | null {
  return name === undefined ? null : document.querySelector<HTMLElement>(`[name="${CSS.escape(name)}"]`);
}
