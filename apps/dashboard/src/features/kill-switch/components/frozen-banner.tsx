import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { ConfirmDialog } from '../../../components/ui/confirm-dialog';
import { CheckField, TextField } from '../../../components/ui/field';
import { Notice } from '../../../components/ui/notice';
import { useActorName } from '../../../lib/actor-name';
import { absoluteTime } from '../../../lib/format-time';
import { useLanguage, useT } from '../../../lib/i18n';
import { useRecover } from '../kill-switch.mutations';
import { killSwitchQueries } from '../kill-switch.queries';

/** On every page while the installation is frozen: what was done, by whom, and the way back. */
export function FrozenBanner({ canRecover }: { readonly canRecover: boolean }): ReactNode {
  const t = useT();
  const language = useLanguage();
  const nameOf = useActorName();
  const { data } = useQuery(killSwitchQueries.status());
  if (data === undefined || data.state === 'ACTIVE') return null;
  const values = {
    time: data.activatedAt === null ? t('states.unknown') : absoluteTime(data.activatedAt, language),
    who: data.activatedBy === null ? t('states.unknown') : nameOf(data.activatedBy),
  };
  return (
    <Notice tone="danger" title={t('kill.on')}>
      <p>{t(data.state === 'LOCKED' ? 'kill.locked.text' : 'kill.on.text', values)}</p>
      {canRecover && <RecoverButton />}
    </Notice>
  );
}

function RecoverButton(): ReactNode {
  const t = useT();
  const recover = useRecover();
  const [isOpen, setOpen] = useState(false);
  const [resumeWallets, setResumeWallets] = useState(false);
  // In no state: it goes out once, with the request.
  const password = useRef('');
  const close = (): void => {
    setOpen(false);
    password.current = '';
    recover.reset();
  };
  return (
    <>
      <Button onClick={() => setOpen(true)} className="mt-1 justify-self-start">
        {t('kill.recover')}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={close}
        title={t('kill.recover.title')}
        submit={t('kill.recover.submit')}
        word={t('kill.recover.word')}
        isBusy={recover.isPending}
        error={recover.error}
        onConfirm={() => recover.mutate({ resumeWallets, password: password.current }, { onSuccess: close })}
      >
        <p>{t('kill.recover.text')}</p>
        <CheckField
          label={t('kill.recover.wallets')}
          checked={resumeWallets}
          onChange={(event) => setResumeWallets(event.target.checked)}
        />
        <TextField
          label={t('login.password')}
          hint={t('kill.recover.password')}
          type="password"
          autoComplete="current-password"
          onChange={(event) => (password.current = event.target.value)}
          required
        />
      </ConfirmDialog>
    </>
  );
}
