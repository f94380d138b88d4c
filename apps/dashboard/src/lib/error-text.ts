import { ApiError, ConnectionError } from './errors';
import { isMessageKey, useT } from './i18n';

/** An error in words. The daemon's own text is for programs; where no translation is known its fixed message is shown. */
export function useErrorText(): (error: unknown) => string {
  const t = useT();
  return (error) => {
    if (error instanceof ConnectionError) return t('states.offline');
    if (!(error instanceof ApiError)) return t('states.broken');
    const key = `error.${error.code}`;
    if (isMessageKey(key)) return t(key);
    return error.body.message === '' ? t('states.broken') : `${error.body.message} (${error.code})`;
  };
}
