import type { SettingSchema } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { ConfirmDialog } from '../../../components/ui/confirm-dialog';
import { Notice } from '../../../components/ui/notice';
import { issuesOf, type FieldIssue } from '../../../lib/errors';
import { useIssueText } from '../../../lib/issue-text';
import { useT, type Translate } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';
import { controlOf, fromDraft, inWords, type Draft } from '../setting-draft';
import { useChangeSettings } from '../settings.mutations';

export interface DraftedSetting {
  readonly schema: SettingSchema;
  readonly draft: Draft;
}

interface ReviewDialogProps {
  readonly isOpen: boolean;
  readonly drafted: readonly DraftedSetting[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Every change as it is and as it would be, before any of them holds. */
export function ReviewDialog({ isOpen, drafted, onClose, onDone }: ReviewDialogProps): ReactNode {
  const t = useT();
  const change = useChangeSettings();
  const close = (): void => {
    change.reset();
    onClose();
  };
  const save = (): void => {
    const settings = drafted.map(({ schema, draft }) => ({
      key: schema.key,
      value: fromDraft(controlOf(schema), draft.text) ?? draft.text,
      expectedVersion: draft.version,
    }));
    change.mutate(settings, {
      onSuccess: () => {
        change.reset();
        onDone();
      },
    });
  };
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={close}
      title={t('settings.review.title')}
      submit={t('settings.save')}
      isGentle
      isBusy={change.isPending}
      error={change.error}
      onConfirm={save}
    >
      <ul className="grid gap-3">
        {drafted.map((one, index) => (
          <Change
            key={one.schema.key}
            drafted={one}
            issues={issuesOf(change.error).filter(({ path }) => path.startsWith(`settings.${String(index)}.`))}
          />
        ))}
      </ul>
    </ConfirmDialog>
  );
}

interface ChangeProps {
  readonly drafted: DraftedSetting;
  readonly issues: readonly FieldIssue[];
}

function Change({ drafted, issues }: ChangeProps): ReactNode {
  const t = useT();
  const issueText = useIssueText();
  return (
    <li className="grid gap-1 rounded-lg bg-raised p-3">
      <span className="font-medium">{drafted.schema.label}</span>
      <span className="font-mono text-xs break-all text-soft">{drafted.schema.key}</span>
      <span className="flex flex-wrap items-baseline gap-2 break-all">
        <del className="text-soft">{beforeInWords(drafted, t)}</del>
        <span aria-hidden="true">→</span>
        <ins className="font-medium no-underline">{afterInWords(drafted, t)}</ins>
      </span>
      {issues.map((issue) => (
        <Notice key={issue.path} tone="danger" title={issueText(issue)} />
      ))}
    </li>
  );
}

function beforeInWords({ schema }: DraftedSetting, t: Translate): string {
  if (schema.isCredential) return t(schema.value === true ? 'settings.secret.there' : 'states.none');
  return safeText(inWords(schema.value, t('states.none')));
}

function afterInWords({ schema, draft: { text } }: DraftedSetting, t: Translate): string {
  if (schema.isCredential) return t(text.trim() === '' ? 'states.none' : 'settings.secret.new');
  return text.trim() === '' ? t('states.none') : safeText(text.trim().replaceAll('\n', ', '));
}
