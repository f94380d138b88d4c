import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { ErrorNotice } from '../../../components/ui/error-notice';
import { TextField } from '../../../components/ui/field';
import { Notice } from '../../../components/ui/notice';
import { Section } from '../../../components/ui/page';
import { useT } from '../../../lib/i18n';
import { useChangePassword } from '../settings.mutations';

const SHORTEST = 12;

/** Fields that no state repeats: what was typed is read once and emptied. */
export function PasswordForm(): ReactNode {
  const t = useT();
  const change = useChangePassword();
  const form = useRef<HTMLFormElement>(null);
  const [problem, setProblem] = useState<'tooShort' | 'differs'>();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (change.isPending) return;
    const typed = new FormData(event.currentTarget);
    const [current, next, again] = [typed.get('current'), typed.get('next'), typed.get('again')];
    if (typeof current !== 'string' || typeof next !== 'string') return;
    if (next.length < SHORTEST) return setProblem('tooShort');
    if (next !== again) return setProblem('differs');
    setProblem(undefined);
    change.mutate({ current, next }, { onSettled: () => form.current?.reset() });
  };
  return (
    <Section title={t('settings.password')}>
      <p className="text-soft">{t('settings.password.lead')}</p>
      <form ref={form} onSubmit={submit} className="grid max-w-md gap-4">
        <TextField
          name="current"
          label={t('settings.password.current')}
          type="password"
          autoComplete="current-password"
          required
        />
        <TextField
          name="next"
          label={t('settings.password.next')}
          hint={t('settings.password.next.hint')}
          type="password"
          autoComplete="new-password"
          error={problem === undefined ? undefined : t(`settings.password.${problem}`)}
          required
        />
        <TextField name="again" label={t('settings.password.again')} type="password" autoComplete="new-password" required />
        <ErrorNotice error={change.error} />
        {change.isSuccess && <Notice tone="info" isAlert title={t('settings.password.done')} />}
        <Button type="submit" look="primary" isBusy={change.isPending} className="justify-self-start">
          {t('settings.password.submit')}
        </Button>
      </form>
    </Section>
  );
}
