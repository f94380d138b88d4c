import { ApiError, ConnectionError } from './errors';
import { isMessageKey, useT, type Translate } from './i18n';
import { safeText } from './safe-text';

function ofCode(code: string, t: Translate): string | undefined {
  const key = `error.${code}`;
  return isMessageKey(key) ? t(key) : undefined;
}

/** An error in words. The daemon's own text is for programs; where no translation is known its fixed message is shown. */
export function useErrorText(): (error: unknown) => string {
  const t = useT();
  return (error) => {
    if (error instanceof ConnectionError) return t('states.offline');
    if (!(error instanceof ApiError)) return t('states.broken');
    const { code, body } = error;
    const denied = body.details?.['denyCode'];
    return (
      (typeof denied === 'string' ? ofCode(denied, t) : undefined) ??
      ofCode(code, t) ??
      (body.message === '' ? t('states.broken') : `${safeText(body.message, 300)} (${safeText(code, 80)})`)
    );
  };
}

/** Why a transaction ended. A code that is newer than this page is shown as it is. */
export function useEndText(): (code: string | null, text: string | null) => string {
  const t = useT();
  return (code, text) => ofCode(code ?? '', t) ?? safeText(text ?? code ?? t('states.unknown'), 500);
}
