import { usePageText } from '../../lib/page-text';
import { safeText } from '../../lib/safe-text';
import { events as en } from '../../messages/en/events';
import { events as ko } from '../../messages/ko/events';

type EventKey = keyof typeof en;

const PREFIX = 'event.';

interface EventNames {
  /** An event that is newer than this page is shown by its code. */
  readonly nameOf: (code: string) => string;
  /** All that this page knows, in the order of their names. */
  readonly known: readonly string[];
}

export function useEventNames(): EventNames {
  const t = usePageText<EventKey>({ en, ko });
  const nameOf = (code: string): string => {
    const key = `${PREFIX}${code}`;
    return t.has(key) ? t(key) : safeText(code, 80);
  };
  const known = Object.keys(en).map((key) => key.slice(PREFIX.length));
  return { nameOf, known: known.sort((one, other) => nameOf(one).localeCompare(nameOf(other), t.language)) };
}
