import { useRef, type FormEvent, type ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { ErrorNotice } from '../../../components/ui/error-notice';
import { TextField } from '../../../components/ui/field';
import { Notice } from '../../../components/ui/notice';
import { ApiError } from '../../../lib/errors';
import { useT } from '../../../lib/i18n';
import { useAdminLogin } from '../login.mutations';

const LIST = `sqlite3 waiaas.db "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('trigger','view')"`;

const isAltered = (error: unknown): boolean => error instanceof ApiError && error.code === 'INTEGRITY_VIOLATION';

/** Nobody can log in to be shown it, so it is said here, with the way out. */
function AlteredFile(): ReactNode {
  const t = useT();
  return (
    <Notice tone="danger" isAlert title={t('login.altered')}>
      <p>{t('login.altered.text')}</p>
      <p>{t('login.altered.do')}</p>
      {[LIST, 'waiaas restore …'].map((command) => (
        <code key={command} className="block rounded-lg bg-surface p-2 text-sm wrap-anywhere">
          {command}
        </code>
      ))}
    </Notice>
  );
}

export function AdminLoginForm({ onDone }: { readonly onDone: () => void }): ReactNode {
  const t = useT();
  const login = useAdminLogin();
  const input = useRef<HTMLInputElement>(null);
  // Read from the field when it is sent, and the field emptied: no state ever holds the password.
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const password = input.current?.value ?? '';
    if (password === '' || login.isPending) return;
    login.mutate(password, {
      onSuccess: onDone,
      onError: () => input.current?.focus(),
      onSettled: () => {
        if (input.current !== null) input.current.value = '';
      },
    });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <TextField
        ref={input}
        label={t('login.password')}
        type="password"
        autoComplete="current-password"
        autoFocus
        maxLength={1024}
        required
      />
      {isAltered(login.error) ? <AlteredFile /> : <ErrorNotice error={login.error} />}
      <Button type="submit" look="primary" isBusy={login.isPending}>
        {t('login.submit')}
      </Button>
    </form>
  );
}
