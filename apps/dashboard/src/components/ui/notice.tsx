import type { ReactNode } from 'react';
import { Icon } from './icon';

type Tone = 'info' | 'warn' | 'danger';

const TONES: Readonly<Record<Tone, string>> = {
  info: 'bg-accent-wash text-ink border-accent/30',
  warn: 'bg-warn-wash text-ink border-warn/40',
  danger: 'bg-danger-wash text-ink border-danger/40',
};

interface NoticeProps {
  readonly tone: Tone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  /** Read out at once. */
  readonly isAlert?: boolean;
}

export function Notice({ tone, title, children, isAlert = false }: NoticeProps): ReactNode {
  const color = tone === 'info' ? 'text-accent' : tone === 'warn' ? 'text-warn' : 'text-danger';
  return (
    <div role={isAlert ? 'alert' : undefined} className={`flex gap-3 rounded-xl border p-4 ${TONES[tone]}`}>
      <Icon name={tone === 'info' ? 'check' : 'warning'} className={`mt-0.5 size-5 ${color}`} />
      <div className="grid min-w-0 gap-1">
        {title !== undefined && <p className="font-semibold">{title}</p>}
        {children}
      </div>
    </div>
  );
}
