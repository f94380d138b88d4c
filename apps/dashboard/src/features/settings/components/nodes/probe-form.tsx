import type { TestRpcRequest } from '@waiaas/api-types';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Button } from '../../../../components/ui/button';
import { ErrorNotice } from '../../../../components/ui/error-notice';
import { SelectField, TextField } from '../../../../components/ui/field';
import { Section } from '../../../../components/ui/page';
import { useT } from '../../../../lib/i18n';
import { useTestNode } from '../../nodes.queries';
import { ProbeResult } from './probe-result';

/** Asks a node one question before anything depends on it. */
export function ProbeForm(): ReactNode {
  const t = useT();
  const probe = useTestNode();
  const [url, setUrl] = useState('');
  const [chain, setChain] = useState<TestRpcRequest['chain']>('ethereum');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!probe.isPending) probe.mutate({ url: url.trim(), chain });
  };
  return (
    <Section title={t('nodes.test')}>
      <form onSubmit={submit} className="grid items-end gap-3 sm:grid-cols-[1fr_12rem_auto]">
        <TextField
          label={t('nodes.url')}
          type="url"
          placeholder="https://"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
          spellCheck={false}
          maxLength={2048}
          required
        />
        <SelectField
          label={t('wallets.chain')}
          value={chain}
          onChange={(event) => setChain(event.target.value as TestRpcRequest['chain'])}
        >
          <option value="ethereum">{t('wallets.chain.ethereum')}</option>
          <option value="solana">{t('wallets.chain.solana')}</option>
        </SelectField>
        <Button type="submit" isBusy={probe.isPending}>
          {t('nodes.test.submit')}
        </Button>
      </form>
      <ErrorNotice error={probe.error} />
      {probe.data !== undefined && <ProbeResult result={probe.data} />}
    </Section>
  );
}
