import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useT } from '../../lib/i18n';
import { Button } from './button';
import { Dialog } from './dialog';
import { ErrorNotice } from './error-notice';
import { TextField } from './field';

interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What it does, decoded. */
  readonly children: ReactNode;
  readonly submit: string;
  /** Of an act that takes nothing away. */
  readonly isGentle?: boolean;
  /** What closes it, where `Cancel` could be taken for the act. */
  readonly dismiss?: string;
  /** Asked for where the act cannot be taken back. */
  readonly word?: string;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
}

/** The one question before every dangerous write. What it says must be what was true when it was opened: see `useAsked`. */
export function ConfirmDialog({ title, ...rest }: ConfirmDialogProps): ReactNode {
  return (
    <Dialog isOpen={rest.isOpen} onClose={rest.onClose} title={title}>
      <ConfirmForm {...rest} />
    </Dialog>
  );
}

type ConfirmFormProps = Omit<ConfirmDialogProps, 'title'>;

function ConfirmForm({
  isOpen,
  onClose,
  children,
  submit,
  isGentle = false,
  dismiss,
  word,
  isBusy,
  error,
  onConfirm,
}: ConfirmFormProps): ReactNode {
  const t = useT();
  const [typed, setTyped] = useState('');
  const isReady = word === undefined || typed.trim() === word;
  // Of two presses in one breath the second comes before anybody knows that the first is on its way.
  const isSent = useRef(false);
  useEffect(() => {
    if (!isBusy) isSent.current = false;
  }, [isBusy]);
  const confirm = (event: FormEvent): void => {
    event.preventDefault();
    // Answered already: it is on its way out, and a press that comes late finds nothing to do.
    if (!isOpen || !isReady || isBusy || isSent.current) return;
    isSent.current = true;
    onConfirm();
  };
  return (
    <form onSubmit={confirm} className="grid gap-4">
      {children}
      {word !== undefined && (
        <TextField
          label={t('states.typeToConfirm', { word })}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          spellCheck={false}
        />
      )}
      <ErrorNotice error={error} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{dismiss ?? t('states.cancel')}</Button>
        <Button type="submit" look={isGentle ? 'primary' : 'danger'} isBusy={isBusy} disabled={!isReady}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
