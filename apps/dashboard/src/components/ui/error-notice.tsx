import type { ReactNode } from 'react';
import { useErrorText } from '../../lib/error-text';
import { ApiError } from '../../lib/errors';
import { useT } from '../../lib/i18n';
import { Notice } from './notice';

/** What went wrong in words, by its code; an unknown code shows the request to look for in the log. */
export function ErrorNotice({ error }: { readonly error: unknown }): ReactNode {
  const t = useT();
  const text = useErrorText();
  if (error === null || error === undefined) return null;
  const requestId = error instanceof ApiError ? error.body.requestId : '';
  return (
    <Notice tone="danger" isAlert title={text(error)}>
      {requestId !== '' && <p className="font-mono text-xs break-all text-soft">{t('states.request', { id: requestId })}</p>}
    </Notice>
  );
}
