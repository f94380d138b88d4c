import { issuesOf } from '../../../lib/errors';
import { useIssueText } from '../../../lib/issue-text';

export interface Issues {
  /** What is wrong at a field, in words. */
  readonly at: (name: string) => string | undefined;
  readonly paths: readonly string[];
  /** Issues that no field on the page has a place for. */
  readonly elsewhere: (isShown: (name: string) => boolean) => readonly { readonly path: string; readonly text: string }[];
}

export function useIssuesIn(error: unknown): Issues {
  const text = useIssueText();
  const texts = new Map(issuesOf(error).map((issue) => [issue.path, text(issue)]));
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
