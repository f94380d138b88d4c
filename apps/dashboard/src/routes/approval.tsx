import type { ReactNode } from 'react';
import { Link, Navigate, useParams } from 'react-router';
import { Page } from '../components/ui/page';
import { ApprovalDetail } from '../features/approvals/components/approval-detail';
import { useT } from '../lib/i18n';
import { loginStore } from '../lib/login-store';
import { useStore } from '../lib/use-store';

/** The address that notices carry. An admin sees the transaction; an owner decides about it. */
export function Approval(): ReactNode {
  const t = useT();
  const { txId = '' } = useParams();
  const { owner } = useStore(loginStore);
  if (owner?.address === undefined || owner.chain === undefined) return <Navigate to={`/transactions/${txId}`} replace />;
  return (
    <Page
      title={t('approvals.one')}
      actions={
        <Link to="/approvals" className="text-accent underline underline-offset-4">
          {t('approvals.back')}
        </Link>
      }
    >
      <ApprovalDetail id={txId} owner={{ address: owner.address, chain: owner.chain }} />
    </Page>
  );
}
