import { useState, type ReactNode } from 'react';
import { useT } from '../../lib/i18n';
import { Button } from './button';
import { Icon } from './icon';

interface CopyButtonProps {
  /** Read when it is pressed. */
  readonly text: string;
  /** What is copied, for those who only hear the button. */
  readonly what: string;
}

export function CopyButton({ text, what }: CopyButtonProps): ReactNode {
  const t = useT();
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('failed'),
    );
  };
  const label = state === 'idle' ? t('states.copy') : state === 'copied' ? t('states.copied') : t('states.copyFailed');
  return (
    <Button onClick={copy} aria-label={t('states.copyWhat', { what })} className="text-sm">
      <Icon name={state === 'copied' ? 'check' : 'copy'} className="size-4" />
      <span aria-live="polite">{label}</span>
    </Button>
  );
}
