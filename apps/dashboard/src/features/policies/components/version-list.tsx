import { useQuery } from '@tanstack/react-query';
import type { PolicyVersionItem, SavedPolicyResponse } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { Badge } from '../../../components/ui/badge';
import { Button } from '../../../components/ui/button';
import { ConfirmDialog } from '../../../components/ui/confirm-dialog';
import { Section } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { ExactTime } from '../../../components/ui/time';
import { useAsked } from '../../../components/ui/use-asked';
import { useActorName } from '../../../lib/actor-name';
import { useRollback } from '../policies.mutations';
import { policyQueries } from '../policies.queries';
import { usePolicyText } from '../policy-text';
import { changesBetween } from '../rules/rule-lines';
import { ChangeList } from './change-list';

interface VersionListProps {
  readonly id: string;
  readonly isDeleted: boolean;
}

/** Everything the policy ever said, newest first, with what each change was, and the way back to any of it. */
export function VersionList({ id, isDeleted }: VersionListProps): ReactNode {
  const t = usePolicyText();
  const query = useQuery(policyQueries.versions(id));
  const { about, isOpen, ask, close } = useAsked<Omit<RestoreDialogProps, 'isOpen' | 'onClose'>>();
  return (
    <Section title={t('policies.versions')}>
      <QueryView query={query}>
        {({ data }) => {
          const versions = data.toSorted((a, b) => b.version - a.version);
          const newest = versions[0];
          return (
            <>
              <ol className="grid">
                {versions.map((version, index) => (
                  <Version
                    key={version.version}
                    version={version}
                    before={versions[index + 1]}
                    isCurrent={version === newest && !isDeleted}
                    onRestore={(wanted) => newest !== undefined && ask({ id, isDeleted, newest, wanted })}
                  />
                ))}
              </ol>
              {about !== undefined && <RestoreDialog {...about} isOpen={isOpen} onClose={close} />}
            </>
          );
        }}
      </QueryView>
    </Section>
  );
}

interface VersionProps {
  readonly version: PolicyVersionItem;
  readonly before: PolicyVersionItem | undefined;
  readonly isCurrent: boolean;
  readonly onRestore: (version: PolicyVersionItem) => void;
}

function Version({ version, before, isCurrent, onRestore }: VersionProps): ReactNode {
  const t = usePolicyText();
  const nameOf = useActorName();
  const { version: number, change, changedAt, changedBy } = version;
  return (
    <li className="grid gap-3 border-l-2 border-line py-3 pl-5 sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="grid min-w-0 gap-2">
        <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <span className="font-semibold">{t('policies.version', { number })}</span>
          <span>{t(`policies.version.${change}`)}</span>
          {isCurrent && <Badge tone="good">{t('policies.version.current')}</Badge>}
        </p>
        <p className="text-sm text-soft">
          <ExactTime at={changedAt} /> · {t('policies.version.by', { who: nameOf(changedBy) })}
        </p>
        {change !== 'deleted' && <ChangeList changes={changesBetween(before, version, t)} />}
      </div>
      {!isCurrent && change !== 'deleted' && (
        <Button className="self-start justify-self-start text-sm" aria-haspopup="dialog" onClick={() => onRestore(version)}>
          {t('policies.version.restore', { number })}
        </Button>
      )}
    </li>
  );
}

interface RestoreDialogProps {
  readonly id: string;
  readonly isDeleted: boolean;
  readonly newest: PolicyVersionItem;
  readonly wanted: PolicyVersionItem;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** What would change by going back, before it does. Of a deleted policy everything is new. */
function RestoreDialog({ id, isDeleted, newest, wanted, isOpen, onClose }: RestoreDialogProps): ReactNode {
  const t = usePolicyText();
  const rollback = useRollback();
  const number = wanted.version;
  const navigate = useNavigate();
  const close = (): void => {
    onClose();
    rollback.reset();
  };
  const saved = ({ warnings = [] }: SavedPolicyResponse): void => {
    close();
    void navigate('.', { state: { saved: warnings }, replace: true });
  };
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={close}
      title={t('policies.version.restore.title', { number })}
      submit={t('policies.version.restore.submit')}
      isGentle
      isBusy={rollback.isPending}
      error={rollback.error}
      onConfirm={() => rollback.mutate({ id, version: number, expectedVersion: newest.version }, { onSuccess: saved })}
    >
      <p>{t('policies.version.restore.text')}</p>
      <p className="font-medium">{t('policies.version.vsNow')}</p>
      <ChangeList changes={changesBetween(isDeleted ? undefined : newest, wanted, t)} />
    </ConfirmDialog>
  );
}
