import { queryOptions, useQuery } from '@tanstack/react-query';
import type { SettingsByCategory } from '@waiaas/api-types';
import { api } from './api-client';
import { loginStore } from './login-store';
import { ownerSession } from './owner-session';
import { useStore } from './use-store';

type Kind = 'tx' | 'address';

/** Undefined where there is no site, or one that is not what the daemon would take: a link is never more than an https address. */
export function explorerLink(base: unknown, kind: Kind, id: string): string | undefined {
  if (typeof base !== 'string' || !URL.canParse(base)) return undefined;
  const url = new URL(base);
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined;
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${kind}/${encodeURIComponent(id)}`;
  return url.href;
}

// The sites change once in a year: what else a setting touches is not read anew for them.
const explorers = queryOptions({
  queryKey: ['settings', 'explorers'] as const,
  queryFn: ({ signal }) => api.get<SettingsByCategory>('/v1/admin/settings', { as: 'admin', signal }),
  select: (settings) => settings['explorer'] ?? {},
  staleTime: Infinity,
});

/** Links to what strangers' sites say about a transaction or an address, where the admin has named such a site. Owners read its name too. */
export function useExplorer(): (network: string, kind: Kind, id: string) => string | undefined {
  const { admin, owner } = useStore(loginStore);
  const { data: named } = useQuery({ ...explorers, enabled: admin !== undefined });
  const { data: session } = useQuery({ ...ownerSession, enabled: admin === undefined && owner !== undefined });
  return (network, kind, id) => explorerLink(named?.[network.replaceAll('-', '_')] ?? session?.explorers?.[network], kind, id);
}
