import type { ReactNode } from 'react';
import { absoluteTime, countdown, relativeTime } from '../../lib/format-time';
import { useLanguage } from '../../lib/i18n';
import { useNow } from '../../lib/use-now';

/** How long ago or how soon; the exact time on hover. */
export function Time({ at }: { readonly at: number }): ReactNode {
  const language = useLanguage();
  const text = useNow((now) => relativeTime(at, now, language));
  return (
    <time dateTime={new Date(at * 1000).toISOString()} title={absoluteTime(at, language)} className="whitespace-nowrap">
      {text}
    </time>
  );
}

export function ExactTime({ at }: { readonly at: number }): ReactNode {
  const language = useLanguage();
  return <time dateTime={new Date(at * 1000).toISOString()}>{absoluteTime(at, language)}</time>;
}

/** Counts down to a moment. */
export function Countdown({ to }: { readonly to: number }): ReactNode {
  const text = useNow((now) => countdown(to - now));
  return (
    <time dateTime={new Date(to * 1000).toISOString()} className="tabular-nums">
      {text}
    </time>
  );
}
