import { useQuery } from '@tanstack/react-query';
import type { ApiKeysResponse } from '@waiaas/api-types';
import { useRef, type FormEvent, type ReactNode } from 'react';
import { Badge } from '../../../components/ui/badge';
import { Button } from '../../../components/ui/button';
import { ErrorNotice } from '../../../components/ui/error-notice';
import { TextField } from '../../../components/ui/field';
import { Section } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { Time } from '../../../components/ui/time';
import { isMessageKey, useT } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';
import { useRemoveApiKey, useSetApiKey } from '../settings.mutations';
import { settingQueries } from '../settings.queries';

type ApiKey = ApiKeysResponse['keys'][number];

/** Keys of services that the daemon asks. They go in and never come out. */
export function ApiKeys(): ReactNode {
  const t = useT();
  const query = useQuery(settingQueries.apiKeys());
  return (
    <Section title={t('settings.keys')}>
      <p className="text-soft">{t('settings.keys.lead')}</p>
      <QueryView query={query}>
        {({ keys }) => (
          <ul className="grid gap-5">
            {keys.map((key) => (
              <Key key={key.providerName} apiKey={key} />
            ))}
          </ul>
        )}
      </QueryView>
    </Section>
  );
}

function Key({ apiKey }: { readonly apiKey: ApiKey }): ReactNode {
  const t = useT();
  const set = useSetApiKey();
  const remove = useRemoveApiKey();
  const form = useRef<HTMLFormElement>(null);
  const { providerName, hasKey, maskedKey, updatedAt } = apiKey;
  const title = `settings.keys.${providerName}`;
  const name = isMessageKey(title) ? t(title) : safeText(providerName, 40);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get('key');
    if (typeof typed !== 'string' || set.isPending) return;
    remove.reset();
    set.mutate({ provider: providerName, apiKey: typed.trim() });
    // At once: whatever comes of it, it is on its way, and stands here no longer than that.
    form.current?.reset();
  };
  return (
    <li>
      <form ref={form} onSubmit={submit} className="grid max-w-xl gap-3">
        <p className="flex flex-wrap items-center gap-3">
          <span className="font-medium">{name}</span>
          <Badge tone={hasKey ? 'good' : 'plain'}>{t(hasKey ? 'settings.keys.there' : 'settings.keys.none')}</Badge>
          {maskedKey !== null && <code className="text-sm text-soft">{safeText(maskedKey, 20)}</code>}
          {updatedAt !== null && (
            <span className="text-sm text-soft">
              <Time at={updatedAt} />
            </span>
          )}
        </p>
        <div className="grid items-end gap-3 sm:grid-cols-[1fr_auto_auto]">
          <TextField name="key" label={t('settings.keys.of', { name })} type="password" required maxLength={512} />
          <Button type="submit" isBusy={set.isPending}>
            {t('settings.keys.set')}
          </Button>
          {hasKey && (
            <Button onClick={() => remove.mutate(providerName)} isBusy={remove.isPending}>
              {t('settings.keys.remove')}
            </Button>
          )}
        </div>
        <ErrorNotice error={set.error ?? remove.error} />
      </form>
    </li>
  );
}
