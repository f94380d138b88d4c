import type { WalletItem } from '@waiaas/api-types';
import { useCallback, type FormEvent, type ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { ErrorNotice } from '../../../components/ui/error-notice';
import { AreaField, SelectField } from '../../../components/ui/field';
import { Notice } from '../../../components/ui/notice';
import { Empty, Section } from '../../../components/ui/page';
import { aboutText, useEngineText } from '../../../lib/engine-words';
import { safeText } from '../../../lib/safe-text';
import { useIssuesIn, type Issues } from '../components/use-issues';
import { useEvaluate } from '../policies.mutations';
import { usePolicyText } from '../policy-text';
import { parseObject } from '../rules/draft';
import { NETWORKS, networksOf } from '../rules/networks';
import { RequestFields } from './request-fields';
import { FORM_KINDS, REQUEST_KINDS } from './request-templates';
import { useQuestion, type Question } from './use-question';
import { VerdictView } from './verdict-view';

/** A request that nobody makes, and what policy would say to it. */
export function Playground({ wallets }: { readonly wallets: readonly WalletItem[] }): ReactNode {
  const t = usePolicyText();
  const question = useQuestion(wallets[0]);
  const evaluate = useEvaluate();
  const issues = useIssuesIn(evaluate.error);
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    if (question.body !== undefined && !evaluate.isPending) evaluate.mutate(question.body);
  };
  const others = issues.elsewhere((path) => question.isForm && path.startsWith('request.'));
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,25rem)_minmax(0,1fr)]">
      <form onSubmit={ask} noValidate>
        <Section title={t('play.request')}>
          <Asker {...{ question, wallets }} />
          <Request {...{ question, issues, wallets }} />
          <Facts question={question} />
          {others.length > 0 && (
            <Notice tone="danger" isAlert title={t('policies.form.otherIssues')}>
              <ul className="grid gap-1 wrap-anywhere">
                {others.map(({ path, text }) => (
                  <li key={path}>
                    <code className="font-mono text-sm">{path}</code>: {text}
                  </li>
                ))}
              </ul>
            </Notice>
          )}
          <ErrorNotice error={evaluate.error} />
          <Button
            type="submit"
            look="primary"
            isBusy={evaluate.isPending}
            disabled={question.body === undefined}
            className="justify-self-start"
          >
            {t('play.ask')}
          </Button>
        </Section>
      </form>
      {evaluate.data === undefined ? <Empty title={t('play.empty')} /> : <VerdictView verdict={evaluate.data} />}
    </div>
  );
}

interface PartProps {
  readonly question: Question;
  readonly wallets: readonly WalletItem[];
}

/** Who asks, where, and for what kind of thing. */
function Asker({ question, wallets }: PartProps): ReactNode {
  const t = usePolicyText();
  const engine = useEngineText();
  const wallet = wallets.find(({ id }) => id === question.walletId);
  const networks = wallet === undefined ? NETWORKS : networksOf(wallet);
  return (
    <>
      <SelectField
        label={t('play.wallet')}
        value={question.walletId}
        onChange={(event) => question.askAs(wallets.find(({ id }) => id === event.target.value))}
      >
        <option value="">{t('play.wallet.none')}</option>
        {wallets.map(({ id, name }) => (
          <option key={id} value={id}>
            {safeText(name, 60)}
          </option>
        ))}
      </SelectField>
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-1">
        <SelectField label={t('play.network')} value={question.network} onChange={(event) => question.askOn(event.target.value)}>
          {networks.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t('play.kind')}
          value={question.kind}
          onChange={(event) => question.askFor(REQUEST_KINDS.find((kind) => kind === event.target.value) ?? 'TRANSFER')}
        >
          {REQUEST_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {aboutText(kind, engine)}
            </option>
          ))}
        </SelectField>
      </div>
    </>
  );
}

function Request({ question, issues, wallets }: PartProps & { readonly issues: Issues }): ReactNode {
  const t = usePolicyText();
  const { kind, network, fields, isForm, json } = question;
  const nameOf = useCallback(
    (address: string) => wallets.find((wallet) => wallet.address.toLowerCase() === address.toLowerCase())?.name,
    [wallets],
  );
  return (
    <>
      {FORM_KINDS.includes(kind) && (
        <Button className="justify-self-start text-sm" onClick={() => question.showForm(!isForm)}>
          {t(isForm ? 'play.asJson' : 'play.asForm')}
        </Button>
      )}
      {isForm ? (
        <RequestFields {...{ kind, network, fields, issues, nameOf }} onChange={question.fill} />
      ) : (
        <AreaField
          label={t('play.json')}
          hint={t('play.json.hint')}
          rows={12}
          value={json}
          error={parseObject(json) === undefined ? t('play.bad') : undefined}
          onChange={(event) => question.write(event.target.value)}
        />
      )}
    </>
  );
}

function Facts({ question: { facts, state } }: { readonly question: Question }): ReactNode {
  const t = usePolicyText();
  return (
    <details>
      <summary className="text-sm font-medium">{t('play.facts')}</summary>
      <div className="mt-3">
        <AreaField
          label={t('play.facts')}
          hint={t('play.facts.hint')}
          rows={5}
          placeholder='{"prices": [{"chain": "ethereum", "asset": "native", "usd": 3200}]}'
          value={facts}
          error={facts.trim() !== '' && parseObject(facts) === undefined ? t('play.bad') : undefined}
          onChange={(event) => state(event.target.value)}
        />
      </div>
    </details>
  );
}
