import { useQuery } from '@tanstack/react-query';
import type { SettingSchema } from '@waiaas/api-types';
import { useState, type ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { CheckField, TextField } from '../../../components/ui/field';
import { Notice } from '../../../components/ui/notice';
import { Empty } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { UnsavedGuard } from '../../../components/ui/unsaved-guard';
import { useAsked } from '../../../components/ui/use-asked';
import { useT } from '../../../lib/i18n';
import { withDraft, type Drafts } from '../setting-draft';
import { settingQueries } from '../settings.queries';
import { useSettingWords } from '../setting-words';
import { ReviewDialog, type DraftedSetting } from './review-dialog';
import { SettingGroup } from './setting-group';

/** The nodes have a page of their own, with a test. */
const isNode = ({ key, isCredential }: SettingSchema): boolean => key.startsWith('rpc.') && isCredential;

interface EditorProps {
  readonly settings: readonly SettingSchema[];
}

export function SettingsEditor(): ReactNode {
  const schema = useQuery(settingQueries.schema());
  const inWords = useSettingWords();
  return (
    <QueryView query={schema}>
      {({ settings }) => <Editor settings={inWords(settings.filter((one) => !isNode(one)))} />}
    </QueryView>
  );
}

/** Changes gather until they are looked at together; then all of them hold, or none. */
function Editor({ settings }: EditorProps): ReactNode {
  const t = useT();
  const [drafts, setDrafts] = useState<Drafts>(new Map());
  const [isSaved, setSaved] = useState(false);
  const review = useAsked<readonly DraftedSetting[]>();
  const drafted = settings.flatMap((schema): DraftedSetting[] => {
    const draft = drafts.get(schema.key);
    return draft === undefined ? [] : [{ schema, draft }];
  });
  const drop = (): void => setDrafts(new Map());
  const finish = (): void => {
    review.close();
    drop();
    setSaved(true);
  };
  return (
    <div className="grid gap-4">
      <UnsavedGuard isDirty={drafted.length > 0} />
      {isSaved && <Notice tone="info" isAlert title={t('settings.saved')} />}
      <Groups
        settings={settings}
        drafts={drafts}
        onChange={(setting, draft) => {
          setDrafts(withDraft(drafts, setting, draft));
          setSaved(false);
        }}
      />
      {drafted.length > 0 && (
        <div className="sticky bottom-4 z-20 flex flex-wrap items-center justify-between gap-3 rounded-xl border border-strong bg-surface p-4 shadow-float">
          <span role="status">{t('settings.changed', { count: drafted.length })}</span>
          <span className="flex flex-wrap gap-2">
            <Button onClick={drop}>{t('settings.undo')}</Button>
            <Button look="primary" onClick={() => review.ask(drafted)} aria-haspopup="dialog">
              {t('settings.review')}
            </Button>
          </span>
        </div>
      )}
      <ReviewDialog isOpen={review.isOpen} drafted={review.about ?? []} onClose={review.close} onDone={finish} />
    </div>
  );
}

interface GroupsProps extends EditorProps {
  readonly drafts: Drafts;
  readonly onChange: (setting: SettingSchema, draft: string) => void;
}

function Groups({ settings, ...rest }: GroupsProps): ReactNode {
  const t = useT();
  const [wanted, setWanted] = useState('');
  const [isAll, setAll] = useState(false);
  const found = settings.filter((one) => (isAll || one.runtime) && isFound(one, wanted));
  return (
    <>
      <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
        <div className="w-full max-w-sm">
          <TextField
            label={t('settings.find')}
            type="search"
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
          />
        </div>
        <CheckField label={t('settings.all')} checked={isAll} onChange={(event) => setAll(event.target.checked)} />
      </div>
      {found.length === 0 && <Empty title={t('settings.notFound')} />}
      {[...new Set(found.map(({ category }) => category))].map((category) => (
        <SettingGroup
          key={category}
          category={category}
          settings={found.filter((one) => one.category === category)}
          isOpen={wanted !== ''}
          {...rest}
        />
      ))}
    </>
  );
}

function isFound({ key, label, description }: SettingSchema, wanted: string): boolean {
  return `${key} ${label} ${description}`.toLowerCase().includes(wanted.trim().toLowerCase());
}
