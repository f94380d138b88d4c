import { useRef, type FormEvent, type ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { Dialog } from '../../../components/ui/dialog';
import { ErrorNotice } from '../../../components/ui/error-notice';
import { TextField } from '../../../components/ui/field';
import { useT } from '../../../lib/i18n';
import { stepUp } from '../../../lib/step-up';
import { useStore } from '../../../lib/use-store';
import { useStepUp } from '../login.mutations';

/** Appears by itself where the daemon asks for the password again; the act that asked goes on with the answer. */
export function StepUpDialog(): ReactNode {
  const t = useT();
  const question = useStore(stepUp.question);
  return (
    <Dialog
      isOpen={question !== undefined}
      onClose={() => stepUp.close(false)}
      title={t('stepUp.title')}
      description={t('stepUp.text')}
    >
      <StepUpForm />
    </Dialog>
  );
}

export function StepUpForm(): ReactNode {
  const t = useT();
  const proof = useStepUp();
  const input = useRef<HTMLInputElement>(null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // A dialog inside a form of the page: its submit is its own.
    event.stopPropagation();
    const password = input.current?.value ?? '';
    if (password === '' || proof.isPending) return;
    proof.mutate(password);
    if (input.current !== null) input.current.value = '';
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <TextField
        ref={input}
        name="step-up"
        label={t('login.password')}
        type="password"
        autoComplete="current-password"
        autoFocus
        maxLength={1024}
        required
      />
      <ErrorNotice error={proof.error} />
      <div className="flex justify-end gap-2">
        <Button onClick={() => stepUp.close(false)}>{t('states.cancel')}</Button>
        <Button type="submit" look="primary" isBusy={proof.isPending}>
          {t('stepUp.submit')}
        </Button>
      </div>
    </form>
  );
}
