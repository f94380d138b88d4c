import type { ReactNode } from 'react';
import { useT } from '../../lib/i18n';
import type { Challenge } from '../../lib/owner-challenge';
import { useNow } from '../../lib/use-now';
import { countdown } from '../../lib/format-time';
import { CopyButton } from '../ui/copy-button';

/** The exact characters, their hash, and how long they are good for. */
export function TextToSign({ challenge }: { readonly challenge: Challenge }): ReactNode {
  const t = useT();
  const left = useNow((now) => challenge.expiresAt - now);
  return (
    <div className="grid gap-2">
      <div className="flex items-center justify-between gap-3">
        <h3>{t('owner.text')}</h3>
        <CopyButton text={challenge.text} what={t('owner.text')} />
      </div>
      {/* A tab stop, so that the keyboard can scroll it. */}
      <pre
        tabIndex={0}
        aria-label={t('owner.text')}
        className="max-h-64 overflow-auto rounded-lg border border-line bg-raised p-3 font-mono text-xs leading-relaxed break-all whitespace-pre-wrap"
      >
        {challenge.text}
      </pre>
      <p className="font-mono text-xs break-all text-soft">SHA-256 {challenge.hash}</p>
      <p className={`text-sm ${left > 0 ? 'text-soft' : 'text-danger'}`}>
        {left > 0 ? t('owner.expires', { time: countdown(left) }) : t('owner.expired')}
      </p>
    </div>
  );
}
