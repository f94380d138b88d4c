import { useState, type FormEvent, type ReactNode } from 'react';
import { Button } from '../../../../components/ui/button';
import { Dialog } from '../../../../components/ui/dialog';
import { ErrorNotice } from '../../../../components/ui/error-notice';
import { AreaField } from '../../../../components/ui/field';
import { LeaveQuestion, UnsavedGuard } from '../../../../components/ui/unsaved-guard';
import { Notice } from '../../../../components/ui/notice';
import { useFirstIssue } from '../../../../lib/issue-text';
import { useT } from '../../../../lib/i18n';
import type { NodeSetting } from '../../node-settings';
import { useTestNode } from '../../nodes.queries';
import { fromDraft } from '../../setting-draft';
import { useChangeSettings } from '../../settings.mutations';
import { ProbeResult } from './probe-result';

interface EndpointsDialogProps {
  readonly node: NodeSetting;
  readonly onClose: () => void;
}

interface Closing {
  readonly close: () => void;
  readonly question: ReactNode;
}

/** Escape, a press beside it and Cancel ask first where something was typed: it is nowhere else. */
function useClosing(isDirty: boolean, onClose: () => void): Closing {
  const [isAsking, setAsking] = useState(false);
  return {
    close: () => (isDirty ? setAsking(true) : onClose()),
    question: <LeaveQuestion isOpen={isAsking} onStay={() => setAsking(false)} onLeave={onClose} />,
  };
}

/** The whole list anew: what is there is secret, and never comes back to the page. */
export function EndpointsDialog({ node, onClose }: EndpointsDialogProps): ReactNode {
  const t = useT();
  const change = useChangeSettings();
  const firstIssue = useFirstIssue(change.error);
  const probe = useTestNode();
  const [urls, setUrls] = useState('');
  const list = fromDraft('list', urls) as readonly string[];
  const [first] = list;
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (!change.isPending) change.mutate([{ key: node.key, value: list, expectedVersion: node.version }], { onSuccess: onClose });
  };
  const { close, question } = useClosing(urls.trim() !== '', onClose);
  return (
    <Dialog isOpen onClose={close} title={t('nodes.changeOf', { network: node.network })} description={t('nodes.change.text')}>
      <UnsavedGuard isDirty={urls !== '' && !change.isSuccess} />
      {question}
      <form onSubmit={save} className="grid gap-4">
        <AreaField
          label={t('nodes.urls')}
          hint={t('settings.onePerLine')}
          value={urls}
          onChange={(event) => {
            setUrls(event.target.value);
            probe.reset();
          }}
          error={firstIssue(() => true)}
        />
        {list.length === 0 && <Notice tone="warn" title={t('nodes.change.empty')} />}
        {probe.data !== undefined && <ProbeResult result={probe.data} />}
        <ErrorNotice error={change.error ?? probe.error} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={close}>{t('states.cancel')}</Button>
          <Button
            disabled={first === undefined}
            isBusy={probe.isPending}
            onClick={() => first !== undefined && probe.mutate({ url: first, chain: node.chain })}
          >
            {t('nodes.testFirst')}
          </Button>
          <Button type="submit" look="primary" isBusy={change.isPending}>
            {t('settings.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
