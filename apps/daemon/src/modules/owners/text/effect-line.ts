import { requestEffect } from './operation-text.js';
import { asStatement } from './text-charset.js';
import type { ChallengedWallet, ChallengeTarget, ExportFormat, OwnerWideAction, WalletAction } from './challenge-facts.js';

/** One sentence with the effect of the signature. It is what a hardware wallet shows first, so the verb leads. */
export function effectLine(target: ChallengeTarget): string {
  if ('facts' in target) {
    return asStatement(`${target.action.toUpperCase()} ${requestEffect(target.facts)} from wallet ${target.wallet.name}`);
  }
  if (!('wallet' in target)) return ownerWideEffect(target.action);
  return asStatement(walletEffect(target.action, target.wallet, target.exportFormat));
}

function ownerWideEffect(action: OwnerWideAction): string {
  switch (action) {
    case 'freeze':
      return 'FREEZE every wallet that this address owns as its verified owner';
    case 'login':
      return 'LOG IN to read what waits for this owner. It approves nothing';
  }
}

function walletEffect(action: WalletAction, wallet: ChallengedWallet, exportFormat: ExportFormat = 'raw'): string {
  const named = `wallet ${wallet.name} (${wallet.address})`;
  switch (action) {
    case 'verify':
      return `VERIFY that this address owns ${named}`;
    case 'remove-owner':
      return `REMOVE this owner at once from ${named}`;
    case 'keep-owner':
      return `KEEP this owner and stop its removal from ${named}`;
    case 'resume':
      return `RESUME ${named}`;
    case 'terminate':
      return `TERMINATE for ever ${named}`;
    case 'purge':
      return `PURGE with its key and policies ${named}`;
    case 'export':
      return `EXPORT ${exportFormat === 'raw' ? 'in plain text' : 'encrypted'} the private key of ${named}`;
  }
}

/** Below the wallet, the route that spends a challenge on it. */
const WALLET_ROUTES: Readonly<Record<WalletAction, string>> = {
  verify: '/owner/verify',
  'keep-owner': '/owner/keep',
  'remove-owner': '/owner',
  resume: '/resume',
  terminate: '',
  purge: '/purge',
  export: '/export',
};

const OWNER_WIDE_PATHS: Readonly<Record<OwnerWideAction, string>> = {
  freeze: '/v1/owner/kill-switch',
  login: '/v1/owner/login',
};

/** The route that spends the challenge. */
export function actPath(target: ChallengeTarget): string {
  if ('facts' in target) return `/v1/transactions/${target.facts.transactionId}/${target.action}`;
  if (!('wallet' in target)) return OWNER_WIDE_PATHS[target.action];
  return `/v1/wallets/${target.wallet.id}${WALLET_ROUTES[target.action]}`;
}
