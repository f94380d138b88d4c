import { issuesOf, type FieldIssue } from './errors';
import { isMessageKey, useLanguage, useT } from './i18n';
import { safeText } from './safe-text';

function sentence(message: string): string {
  return message === '' ? message : `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

/** What is wrong with a field. The daemon's own sentence has the bounds in it; in other languages its code says what kind of mistake it is. */
export function useIssueText(): (issue: FieldIssue) => string {
  const t = useT();
  const language = useLanguage();
  return ({ code, message }) => {
    if (language === 'en') return safeText(sentence(message), 300);
    const key = `issue.${code}`;
    return t(isMessageKey(key) ? key : 'issue.other');
  };
}

/** What is wrong with the first field among these, by its path. */
export function useFirstIssue(error: unknown): (isMeant: (path: string) => boolean) => string | undefined {
  const text = useIssueText();
  return (isMeant) => {
    const issue = issuesOf(error).find(({ path }) => isMeant(path));
    return issue === undefined ? undefined : text(issue);
  };
}
