import type { McpTokenResponse, WalletItem } from '@waiaas/api-types';
import { useState, type ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { CopyButton } from '../../../components/ui/copy-button';
import { ErrorNotice } from '../../../components/ui/error-notice';
import { SelectField } from '../../../components/ui/field';
import { Section } from '../../../components/ui/page';
import { safeText } from '../../../lib/safe-text';
import { useSessionText } from '../session-text';
import { useMcpToken } from '../sessions.mutations';

/** A session whose token no browser sees: the daemon puts it into a file beside itself. */
export function McpHandOut({ wallets }: { readonly wallets: readonly WalletItem[] }): ReactNode {
  const t = useSessionText();
  const [walletId, setWalletId] = useState(wallets[0]?.id ?? '');
  const make = useMcpToken();
  if (wallets.length === 0) return null;
  return (
    <Section title={t('mcp.title')}>
      <p className="max-w-[70ch] text-soft">{t('mcp.lead')}</p>
      <div className="flex max-w-2xl flex-wrap items-end gap-3">
        <div className="min-w-56 flex-1">
          <SelectField label={t('mcp.wallet')} value={walletId} onChange={(event) => setWalletId(event.target.value)}>
            {wallets.map(({ id, name }) => (
              <option key={id} value={id}>
                {safeText(name, 60)}
              </option>
            ))}
          </SelectField>
        </div>
        <Button isBusy={make.isPending} onClick={() => make.mutate({ walletId })}>
          {t('mcp.make')}
        </Button>
      </div>
      <ErrorNotice error={make.error} />
      {make.data !== undefined && <Made answer={make.data} />}
    </Section>
  );
}

function Made({ answer: { tokenPath, claudeDesktopConfig } }: { readonly answer: McpTokenResponse }): ReactNode {
  const t = useSessionText();
  const text = JSON.stringify(claudeDesktopConfig, undefined, 2);
  return (
    <div role="status" className="grid max-w-2xl gap-3">
      <p className="text-sm">
        {t('mcp.file')} <code className="font-mono wrap-anywhere">{safeText(tokenPath, 400)}</code>
      </p>
      <pre
        tabIndex={0}
        aria-label={t('mcp.made')}
        className="overflow-auto rounded-lg bg-raised p-3 font-mono text-xs leading-relaxed"
      >
        {text}
      </pre>
      <div>
        <CopyButton text={text} what={t('mcp.made')} />
      </div>
    </div>
  );
}
