import { lazy, Suspense, useState, type FormEvent, type ReactNode } from 'react';
import { useT } from '../../lib/i18n';
import type { Challenge } from '../../lib/owner-challenge';
import { Button } from '../ui/button';
import { AreaField } from '../ui/field';

const QrCode = lazy(async () => ({ default: (await import('./qr-code')).QrCode }));

interface PasteSignatureProps {
  readonly challenge: Challenge;
  readonly submit: string;
  readonly isBusy: boolean;
  readonly onSignature: (signature: string) => void;
}

/** For keys that are not in this browser: the text goes out by copy or camera, the signature comes back by paste. */
export function PasteSignature({ challenge, submit, isBusy, onSignature }: PasteSignatureProps): ReactNode {
  const t = useT();
  const [signature, setSignature] = useState('');
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (signature.trim() !== '' && !isBusy) onSignature(signature.trim());
  };
  return (
    <form onSubmit={send} className="grid gap-4">
      <details>
        <summary className="text-sm font-medium">{t('owner.qr')}</summary>
        <div className="pt-3">
          <Suspense>
            <QrCode text={challenge.text} label={t('owner.qr')} />
          </Suspense>
        </div>
      </details>
      <AreaField
        label={t('owner.signature')}
        hint={t('owner.signature.hint')}
        value={signature}
        onChange={(event) => setSignature(event.target.value)}
        maxLength={6144}
      />
      <Button type="submit" look="primary" isBusy={isBusy} className="justify-self-start">
        {submit}
      </Button>
    </form>
  );
}
