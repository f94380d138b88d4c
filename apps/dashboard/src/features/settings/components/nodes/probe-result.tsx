import type { TestRpcResponse } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Facts } from '../../../../components/ui/facts';
import { Notice } from '../../../../components/ui/notice';
import { groupDigits } from '../../../../lib/format-amount';
import { isMessageKey, useT } from '../../../../lib/i18n';
import { safeText } from '../../../../lib/safe-text';

export function ProbeResult({ result }: { readonly result: TestRpcResponse }): ReactNode {
  const t = useT();
  const { success, latencyMs, chainId, blockNumber, error } = result;
  if (!success) {
    const key = `nodes.error.${error ?? ''}`;
    return <Notice tone="danger" isAlert title={isMessageKey(key) ? t(key) : t('nodes.error')} />;
  }
  return (
    <Notice tone="info" isAlert title={t('nodes.works')}>
      <Facts
        facts={[
          ...(latencyMs === undefined ? [] : [{ name: t('nodes.latency'), value: t('nodes.ms', { ms: latencyMs }) }]),
          ...(chainId === undefined ? [] : [{ name: t('nodes.chainId'), value: <code>{safeText(String(chainId), 80)}</code> }]),
          ...(blockNumber === undefined ? [] : [{ name: t('nodes.block'), value: groupDigits(String(blockNumber)) }]),
        ]}
      />
    </Notice>
  );
}
