import type { PolicyItem, PolicyTypeItem, SavedPolicyResponse, WalletItem } from '@waiaas/api-types';
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { Section } from '../../../components/ui/page';
import { UnsavedGuard } from '../../../components/ui/unsaved-guard';
import { usePolicyText } from '../policy-text';
import { filledIn, type Rules } from '../rules/draft';
import { changesBetween } from '../rules/rule-lines';
import { RefusalNotice } from './refusal-notice';
import { ReviewDialog } from './review-dialog';
import { RuleWords } from './rule-words';
import { RulesSection } from './rules-section';
import { ScopeFields } from './scope-fields';
import { useDraft } from './use-draft';
import { fieldNamed, useIssuesIn } from './use-issues';
import { useSave } from './use-save';

interface PolicyEditorProps {
  readonly type: PolicyTypeItem;
  readonly wallets: readonly WalletItem[];
  /** Absent: a new one. */
  readonly policy?: PolicyItem;
  readonly walletId?: string;
  readonly onSaved: (policy: SavedPolicyResponse) => void;
  readonly onReload?: () => void;
}

/** Rules to fill in, what they say beside it, and the difference in words before anything is sent. */
export function PolicyEditor({ type, wallets, policy, walletId = '', onSaved, onReload }: PolicyEditorProps): ReactNode {
  const t = usePolicyText();
  const draft = useDraft({ type, policy, walletId });
  const [isReviewed, setReviewed] = useState(false);
  // The first refused field: the focus goes there once the dialog is out of its way.
  const refused = useRef<string>(undefined);
  const save = useSave(policy);
  const issues = useIssuesIn(save.error);
  const { wanted, scope } = draft;
  const review = (event: FormEvent): void => {
    event.preventDefault();
    if (wanted === undefined) return;
    save.reset();
    refused.current = undefined;
    setReviewed(true);
  };
  const onRefused = (first: string | undefined): void => {
    refused.current = first;
    setReviewed(false);
  };
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <form onSubmit={review} noValidate className="grid min-w-0 gap-6">
        <UnsavedGuard isDirty={draft.isDirty} />
        <ScopeFields {...{ scope, wallets, issues }} isFixed={policy !== undefined} onChange={draft.setScope} />
        <RulesSection {...{ type, wallets, draft, issues }} />
        {!isReviewed && <RefusalNotice error={save.error} {...(onReload === undefined ? {} : { onReload })} />}
        <Button type="submit" look="primary" disabled={wanted === undefined} className="justify-self-start">
          {t('policies.form.review')}
        </Button>
      </form>
      <div className="xl:sticky xl:top-6">
        <Section title={t('policies.form.words')}>
          <RuleWords rules={filledIn(draft.rules) as Rules} isNarrow />
        </Section>
      </div>
      <ReviewDialog
        isOpen={isReviewed && wanted !== undefined}
        title={t(policy === undefined ? 'policies.form.review.new' : 'policies.form.review.edit')}
        changes={wanted === undefined ? [] : changesBetween(policy, wanted, t)}
        isBusy={save.isBusy}
        error={save.error}
        onClose={() => setReviewed(false)}
        returnTo={() => fieldNamed(refused.current)}
        onConfirm={() => {
          if (wanted !== undefined) save.send({ ...wanted, type: type.type, scope }, { onSaved, onRefused });
        }}
      />
    </div>
  );
}
