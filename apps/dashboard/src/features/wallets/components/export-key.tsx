import type { ExportKeyRequest, WalletDetail } from '@waiaas/api-types';
import { useState, type FormEvent, type ReactNode } from 'react';
import { ActSigning } from '../../../components/signing/act-signing';
import { Button } from '../../../components/ui/button';
import { Dialog } from '../../../components/ui/dialog';
import { ErrorNotice } from '../../../components/ui/error-notice';
import { SelectField, TextField } from '../../../components/ui/field';
import { Notice } from '../../../components/ui/notice';
import { useAsked } from '../../../components/ui/use-asked';
import { useFirstIssue } from '../../../lib/issue-text';
import { useT } from '../../../lib/i18n';
import { useExportKey } from '../wallets.mutations';
import { KeyOnce } from './key-once';

interface Order {
  readonly password: string;
  readonly body: ExportKeyRequest;
}

/** Lets the key out, sealed or bare. It is on the page as long as this dialog is open, and no longer. */
export function ExportKey({ wallet }: { readonly wallet: WalletDetail }): ReactNode {
  const t = useT();
  const { about, isOpen, ask, close } = useAsked<WalletDetail>();
  return (
    <>
      <Button onClick={() => ask(wallet)} aria-haspopup="dialog">
        {t('export.button')}
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title={t('export.title')}>
        <Export wallet={about ?? wallet} onClose={close} />
      </Dialog>
    </>
  );
}

function Export({ wallet, onClose }: { readonly wallet: WalletDetail; readonly onClose: () => void }): ReactNode {
  const t = useT();
  const out = useExportKey();
  const [order, setOrder] = useState<Order>();
  const { id, address, chain, ownerAddress, ownerState } = wallet;
  const begin = (next: Order): void => {
    if (ownerState === 'LOCKED') setOrder(next);
    else if (!out.isPending) out.mutate({ id, ...next });
  };
  const isSigning = order !== undefined && ownerAddress !== null && out.data === undefined;
  return (
    <>
      {out.data !== undefined && <KeyOnce exported={out.data} />}
      {isSigning && (
        <ActSigning
          wanted={{ action: 'export', address: ownerAddress, chain, wallet: { id, address } }}
          request={{ action: 'export', address: ownerAddress, chain, walletId: id, body: { ...order.body } }}
          submit={t('export.submit')}
          isBusy={out.isPending}
          error={out.error}
          onSigned={(headers) => out.mutate({ id, ...order, headers })}
        />
      )}
      {out.data === undefined && !isSigning && (
        <ExportForm address={address} isBusy={out.isPending} error={out.error} onOrder={begin} onClose={onClose} />
      )}
      {(out.data !== undefined || isSigning) && (
        <Button onClick={onClose} className="justify-self-end">
          {t(out.data === undefined ? 'states.cancel' : 'export.close')}
        </Button>
      )}
    </>
  );
}

interface ExportFormProps {
  readonly address: string;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onOrder: (order: Order) => void;
  readonly onClose: () => void;
}

const SHORTEST = 12;
type Problem = 'tooShort' | 'differs';

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** Fields that no state repeats. */
function ExportForm({ address, isBusy, error, onOrder, onClose }: ExportFormProps): ReactNode {
  const t = useT();
  const firstIssue = useFirstIssue(error);
  const [format, setFormat] = useState<ExportKeyRequest['format']>('encrypted');
  const [problem, setProblem] = useState<Problem>();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const password = textOf(typed, 'password');
    if (format === 'raw') return onOrder({ password, body: { format, confirm: textOf(typed, 'confirm').trim() } });
    const passphrase = textOf(typed, 'passphrase');
    if ([...passphrase].length < SHORTEST) return setProblem('tooShort');
    if (passphrase !== textOf(typed, 'again')) return setProblem('differs');
    onOrder({ password, body: { format, passphrase } });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <Notice tone="warn" title={t('export.warning')} />
      <SelectField
        label={t('export.format')}
        value={format}
        onChange={(event) => setFormat(event.target.value as ExportKeyRequest['format'])}
      >
        <option value="encrypted">{t('export.encrypted')}</option>
        <option value="raw">{t('export.raw')}</option>
      </SelectField>
      {format === 'encrypted' ? (
        <PassphraseFields problem={problem} />
      ) : (
        <TextField
          name="confirm"
          label={t('export.confirm')}
          hint={<code className="break-all">{address}</code>}
          error={firstIssue(() => true)}
          spellCheck={false}
          required
        />
      )}
      <TextField name="password" label={t('login.password')} type="password" autoComplete="current-password" required />
      <ErrorNotice error={error} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t('states.cancel')}</Button>
        <Button type="submit" look="danger" isBusy={isBusy}>
          {t('export.submit')}
        </Button>
      </div>
    </form>
  );
}

function PassphraseFields({ problem }: { readonly problem: Problem | undefined }): ReactNode {
  const t = useT();
  return (
    <>
      <TextField
        name="passphrase"
        label={t('export.passphrase')}
        hint={t('settings.password.next.hint')}
        type="password"
        autoComplete="new-password"
        error={problem === undefined ? undefined : t(`settings.password.${problem}`)}
        required
      />
      <TextField name="again" label={t('export.again')} type="password" autoComplete="new-password" required />
    </>
  );
}
