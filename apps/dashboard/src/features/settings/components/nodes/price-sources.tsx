import { useQuery } from '@tanstack/react-query';
import type { OracleStatusResponse } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Badge, type BadgeTone } from '../../../../components/ui/badge';
import { Section } from '../../../../components/ui/page';
import { QueryView } from '../../../../components/ui/query-view';
import { Time } from '../../../../components/ui/time';
import { isMessageKey, useT } from '../../../../lib/i18n';
import { priceSourceName } from '../../../../lib/price-source-name';
import { safeText } from '../../../../lib/safe-text';
import { nodeQueries } from '../../nodes.queries';

type State = OracleStatusResponse['sources'][number]['state'];

const TONES: Readonly<Record<State, BadgeTone>> = { off: 'plain', idle: 'plain', ok: 'good', failing: 'bad' };

export function PriceSources(): ReactNode {
  const t = useT();
  const query = useQuery(nodeQueries.prices());
  const nameOf = (asset: string): ReactNode => {
    const key = `prices.${asset.replace(':', '.')}`;
    return isMessageKey(key) ? t(key) : <code className="text-sm break-all">{safeText(asset)}</code>;
  };
  return (
    <Section title={t('prices.title')}>
      <p className="text-soft">{t('prices.lead')}</p>
      <QueryView query={query}>
        {({ sources, fixed }) => (
          <ul className="grid gap-2">
            {sources.map(({ source, state, problem, lastAnswerAt }) => (
              <li key={source} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
                <span className="font-medium">{priceSourceName(source)}</span>
                <span className="flex flex-wrap items-center gap-3 text-sm text-soft">
                  {problem !== null && <span className="text-danger">{safeText(problem)}</span>}
                  {lastAnswerAt !== null && <Time at={lastAnswerAt} />}
                  <Badge tone={TONES[state]}>{t(`prices.state.${state}`)}</Badge>
                </span>
              </li>
            ))}
            {fixed.map(({ asset, usd, setAt }) => (
              <li key={asset} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
                {nameOf(asset)}
                <span className="flex flex-wrap items-center gap-3 text-sm text-soft">
                  {setAt !== null && <Time at={setAt} />}
                  {t('prices.fixed', { usd: safeText(usd, 40) })}
                </span>
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </Section>
  );
}
