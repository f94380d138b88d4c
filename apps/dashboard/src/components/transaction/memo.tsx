import type { ReactNode } from 'react';
import type { Translate } from '../../lib/i18n';
import { safeText } from '../../lib/safe-text';
import type { Fact } from '../ui/facts';

/** More than a request may carry, however it is counted. */
const MAX_SHOWN = 1000;

/** Words of whoever asked: set apart, so that they are not taken for the page's own. */
function Memo({ text }: { readonly text: string }): ReactNode {
  return <span className="block border-l-4 border-strong pl-3 font-medium wrap-anywhere">{safeText(text, MAX_SHOWN)}</span>;
}

/** What a request carries beside what it does. Only Solana has a place for it in what goes out. */
export function memoFact(memo: string | null, network: string, t: Translate): Fact | null {
  if (memo === null || memo === '') return null;
  const isSent = network.startsWith('solana');
  return { name: t(isSent ? 'transactions.memo' : 'transactions.memo.kept'), value: <Memo text={memo} /> };
}
