import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Button } from '../../../components/ui/button';
import { ErrorNotice } from '../../../components/ui/error-notice';
import { Notice } from '../../../components/ui/notice';
import { ApiError, isCode } from '../../../lib/errors';
import { usePolicyText } from '../policy-text';

interface RefusalNoticeProps {
  readonly error: unknown;
  readonly onReload?: () => void;
}

/** Why it was not saved. Where the place is taken, or somebody else was faster, there is a way on. */
export function RefusalNotice({ error, onReload }: RefusalNoticeProps): ReactNode {
  const t = usePolicyText();
  if (isCode(error, 'POLICY_PRIORITY_CONFLICT')) return <PlaceTaken error={error} />;
  if (!isCode(error, 'VERSION_CONFLICT')) return <ErrorNotice error={error} />;
  return (
    <Notice tone="danger" isAlert title={t('policies.form.stale')}>
      {onReload !== undefined && (
        <Button onClick={onReload} className="justify-self-start">
          {t('policies.form.stale.load')}
        </Button>
      )}
    </Notice>
  );
}

function PlaceTaken({ error }: { readonly error: unknown }): ReactNode {
  const t = usePolicyText();
  const other = error instanceof ApiError ? error.body.details?.['policyId'] : undefined;
  return (
    <Notice tone="danger" isAlert title={t('policies.form.conflict')}>
      {typeof other === 'string' && (
        <Link to={`/policies/${other}`} className="font-medium text-accent underline">
          {t('policies.form.conflict.look')}
        </Link>
      )}
    </Notice>
  );
}
