import { useInfiniteQuery } from '@tanstack/react-query';
import type { AuditLogItem } from '@waiaas/api-types';
import { useState, type ReactNode } from 'react';
import { Badge, type BadgeTone } from '../../../components/ui/badge';
import { Button } from '../../../components/ui/button';
import { DataTable, type Column } from '../../../components/ui/data-table';
import { SelectField } from '../../../components/ui/field';
import { Empty } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { ExactTime } from '../../../components/ui/time';
import { isMessageKey, useT, type Translate } from '../../../lib/i18n';
import { useActorName } from '../../../lib/actor-name';
import { safeText } from '../../../lib/safe-text';
import { showMore } from '../../../lib/show-more';
import { auditQueries, type AuditFilter } from '../audit.queries';
import { useEventNames } from '../event-names';

const SEVERITIES = ['info', 'warning', 'critical'] as const;

function toneOf(severity: string): BadgeTone {
  if (severity === 'critical') return 'bad';
  return severity === 'warning' ? 'warn' : 'plain';
}

function severityName(severity: string, t: Translate): string {
  const key = `audit.severity.${severity}`;
  return isMessageKey(key) ? t(key) : safeText(severity);
}

/** Who it was in full for those who compare, and short enough for a row. */
function Actor({ actor }: { readonly actor: string }): ReactNode {
  const nameOf = useActorName();
  return <span title={safeText(actor, 120)}>{nameOf(actor)}</span>;
}

/** In words, with the code below by which programs and other logs know it. */
function EventName({ code }: { readonly code: string }): ReactNode {
  const { nameOf } = useEventNames();
  return (
    <span className="grid justify-items-start">
      {nameOf(code)}
      <span className="font-mono text-xs font-normal text-soft">{safeText(code, 80)}</span>
    </span>
  );
}

function useColumns(): readonly Column<AuditLogItem>[] {
  const t = useT();
  return [
    { name: t('audit.event'), cell: ({ eventType }) => <EventName code={eventType} /> },
    { name: t('audit.severity'), cell: ({ severity }) => <Badge tone={toneOf(severity)}>{severityName(severity, t)}</Badge> },
    { name: t('audit.who'), cell: ({ actor }) => <Actor actor={actor} /> },
    {
      name: t('audit.details'),
      isWhole: true,
      cell: ({ id, details }) => (
        <details>
          <summary>{t('audit.number', { id })}</summary>
          <pre
            tabIndex={0}
            className="mt-2 max-h-96 max-w-md overflow-auto rounded-lg bg-raised p-2 font-mono text-xs whitespace-pre-wrap"
          >
            {safeText(JSON.stringify(details, undefined, 1), 4000).replaceAll('⟨U+000A⟩', '\n')}
          </pre>
        </details>
      ),
    },
    { name: t('audit.when'), cell: ({ timestamp }) => <ExactTime at={timestamp} />, isNumber: true, isWhole: true },
  ];
}

interface FiltersProps {
  readonly filter: AuditFilter;
  readonly onChange: (filter: AuditFilter) => void;
}

function Filters({ filter, onChange }: FiltersProps): ReactNode {
  const t = useT();
  const { known, nameOf } = useEventNames();
  return (
    <div className="flex flex-wrap gap-3">
      <SelectField
        label={t('audit.event')}
        value={filter.event_type}
        onChange={(event) => onChange({ ...filter, event_type: event.target.value })}
      >
        <option value="">{t('transactions.any')}</option>
        {known.map((code) => (
          <option key={code} value={code}>
            {nameOf(code)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('audit.severity')}
        value={filter.severity}
        onChange={(event) => onChange({ ...filter, severity: event.target.value })}
      >
        <option value="">{t('transactions.any')}</option>
        {SEVERITIES.map((severity) => (
          <option key={severity} value={severity}>
            {t(`audit.severity.${severity}`)}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

export function AuditList(): ReactNode {
  const t = useT();
  const [filter, setFilter] = useState<AuditFilter>({ event_type: '', severity: '' });
  const query = useInfiniteQuery(auditQueries.list(filter));
  const columns = useColumns();
  return (
    <div className="grid gap-4">
      <Filters filter={filter} onChange={setFilter} />
      <QueryView query={query}>
        {({ pages }) => {
          const rows = pages.flatMap(({ data }) => data);
          if (rows.length === 0) return <Empty title={t('audit.none')} />;
          return (
            <>
              <DataTable caption={t('audit.title')} columns={columns} rows={rows} keyOf={({ id }) => String(id)} />
              {query.hasNextPage && (
                <Button onClick={() => void showMore(query)} isBusy={query.isFetchingNextPage} className="justify-self-center">
                  {t('states.more')}
                </Button>
              )}
            </>
          );
        }}
      </QueryView>
    </div>
  );
}
