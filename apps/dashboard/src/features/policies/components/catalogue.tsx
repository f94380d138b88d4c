import type { PolicyTypeItem } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Badge } from '../../../components/ui/badge';
import { isPolicyKey, typeName, usePolicyText } from '../policy-text';

type Effect = PolicyTypeItem['effect'];

const GROUPS: readonly Effect[] = ['tier', 'limit', 'deny'];

/** Every kind of policy in plain words, by what it does. */
export function Catalogue({ types, search }: { readonly types: readonly PolicyTypeItem[]; readonly search: string }): ReactNode {
  const t = usePolicyText();
  return GROUPS.map((effect) => (
    <section key={effect} aria-label={t(`policies.group.${effect}`)} className="grid gap-3">
      <h2>{t(`policies.group.${effect}`)}</h2>
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
        {types
          .filter((type) => type.effect === effect)
          .map((type) => (
            <TypeCard key={type.type} type={type} search={search} />
          ))}
      </ul>
    </section>
  ));
}

function TypeCard({ type, search }: { readonly type: PolicyTypeItem; readonly search: string }): ReactNode {
  const t = usePolicyText();
  const key = `type.${type.type}.text`;
  return (
    <li className="card relative grid content-start gap-2 p-5 focus-within:border-accent hover:border-accent">
      <h3>
        {/* The whole card is its target; its name alone is what is read out. */}
        <Link to={`/policies/new/${type.type}${search}`} className="after:absolute after:inset-0">
          {typeName(type.type, t)}
        </Link>
      </h3>
      <p className="text-sm text-soft">{isPolicyKey(key) ? t(key) : type.description}</p>
      {type.defaultDeny && (
        <p>
          <Badge tone="warn">{t('policies.defaultDeny')}</Badge>
        </p>
      )}
    </li>
  );
}
