import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useErrorText } from '../../lib/error-text';
import { useT } from '../../lib/i18n';
import { Button } from './button';
import { ErrorNotice } from './error-notice';
import { Notice } from './notice';

function Skeleton({ label }: { readonly label: string }): ReactNode {
  return (
    <div role="status" aria-label={label} className="grid gap-3">
      {['w-2/3', 'w-full', 'w-5/6'].map((width) => (
        <div key={width} className={`h-5 animate-pulse rounded-md bg-raised ${width}`} />
      ))}
    </div>
  );
}

interface QueryViewProps<T> {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
}

/** The four states of what is read: on its way, refused, stale (read before, unreachable now), here. */
export function QueryView<T>({ query, children }: QueryViewProps<T>): ReactNode {
  const t = useT();
  const text = useErrorText();
  const { data, error } = query;
  const again = (
    <Button onClick={() => void query.refetch()} isBusy={query.isFetching} className="justify-self-start">
      {t('states.again')}
    </Button>
  );
  if (data !== undefined) {
    return (
      <>
        {error !== null && (
          <Notice tone="warn" title={t('states.stale')}>
            <p>{text(error)}</p>
            {again}
          </Notice>
        )}
        {children(data)}
      </>
    );
  }
  if (error === null) return <Skeleton label={t('states.loading')} />;
  return (
    <div className="grid gap-3">
      <ErrorNotice error={error} />
      {again}
    </div>
  );
}
