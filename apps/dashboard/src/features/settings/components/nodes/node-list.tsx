import { useQuery } from '@tanstack/react-query';
import type { RpcStatusResponse } from '@waiaas/api-types';
import { useState, type ReactNode } from 'react';
import { Badge } from '../../../../components/ui/badge';
import { Button } from '../../../../components/ui/button';
import { Section } from '../../../../components/ui/page';
import { QueryView } from '../../../../components/ui/query-view';
import { useT } from '../../../../lib/i18n';
import { safeText } from '../../../../lib/safe-text';
import { nodeSettingsOf, type NodeSetting } from '../../node-settings';
import { nodeQueries } from '../../nodes.queries';
import { settingQueries } from '../../settings.queries';
import { EndpointsDialog } from './endpoints-dialog';

type Endpoint = RpcStatusResponse['networks'][number]['endpoints'][number];

/** Every network with what it is reached by. Those without a node come last: nothing there can be sent. */
export function NodeList(): ReactNode {
  const t = useT();
  const schema = useQuery(settingQueries.schema());
  const nodes = useQuery(nodeQueries.nodes());
  const [asked, setAsked] = useState<NodeSetting>();
  return (
    <Section title={t('nodes.title')}>
      <p className="text-soft">{t('nodes.lead')}</p>
      <QueryView query={schema}>
        {({ settings }) => (
          <QueryView query={nodes}>
            {({ networks }) => {
              const endpointsOf = new Map(networks.map(({ network, endpoints }) => [network, endpoints]));
              const all = nodeSettingsOf(settings);
              const sorted = [
                ...all.filter(({ network }) => endpointsOf.has(network)),
                ...all.filter(({ network }) => !endpointsOf.has(network)),
              ];
              return (
                <ul className="grid">
                  {sorted.map((node) => (
                    <Node key={node.key} node={node} endpoints={endpointsOf.get(node.network)} onChange={() => setAsked(node)} />
                  ))}
                </ul>
              );
            }}
          </QueryView>
        )}
      </QueryView>
      {asked !== undefined && <EndpointsDialog node={asked} onClose={() => setAsked(undefined)} />}
    </Section>
  );
}

interface NodeProps {
  readonly node: NodeSetting;
  readonly endpoints: readonly Endpoint[] | undefined;
  readonly onChange: () => void;
}

function Node({ node, endpoints, onChange }: NodeProps): ReactNode {
  const t = useT();
  const act = t(endpoints === undefined ? 'nodes.set' : 'nodes.change');
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-2 border-b border-line py-3 last:border-0 sm:grid-cols-[12rem_minmax(0,1fr)_auto] sm:gap-6">
      <span className="font-medium">{node.network}</span>
      <span className="grid min-w-0 gap-1.5 max-sm:order-last max-sm:col-span-2">
        {endpoints === undefined && <span className="text-sm text-soft">{t('nodes.none')}</span>}
        {endpoints?.length === 0 && <Badge>{t('nodes.unused')}</Badge>}
        {endpoints?.map((endpoint, index) => (
          // Two endpoints may differ only in what is hidden of them.
          <EndpointLine key={`${String(index)} ${endpoint.url}`} endpoint={endpoint} />
        ))}
      </span>
      {node.isPinned ? (
        <span className="text-sm text-soft">{t('nodes.pinned')}</span>
      ) : (
        <Button
          className="justify-self-start text-sm"
          onClick={onChange}
          aria-haspopup="dialog"
          aria-label={`${act}: ${node.network}`}
        >
          {act}
        </Button>
      )}
    </li>
  );
}

function EndpointLine({ endpoint: { url, isHealthy, problem } }: { readonly endpoint: Endpoint }): ReactNode {
  const t = useT();
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Badge tone={isHealthy ? 'good' : 'bad'}>{t(isHealthy ? 'overview.health.ok' : 'overview.health.bad')}</Badge>
      <code className="text-sm break-all">{safeText(url)}</code>
      {problem !== null && <span className="text-sm text-danger">{safeText(problem)}</span>}
    </span>
  );
}
