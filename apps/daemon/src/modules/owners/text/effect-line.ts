import { requestEffect } from './operation-text.js';
import { asStatement } from './text-charset.js';
import type { ChallengeTarget, OwnerWideAction, WalletAction } from './challenge-facts.js';

/** One sentence with the effect of the signature. It is what a hardware wallet shows first, so the verb leads. */
export function effectLine(target: ChallengeTarget): string {
  if ('facts' in target) {
    return asStatement(`${target.action.toUpperCase()} ${requestEffect(target.facts)} from wallet ${target.wallet.name}`);
  }
  if (!('wallet' in target)) return ownerWideEffect(target.action);
  return asStatement(walletEffect(target));
}

function ownerWideEffect(action: OwnerWideAction): string {
  switch (action) {
    case 'freeze':
      return 'FREEZE every wallet that this address owns as its verified owner';
    case 'login':
      return 'LOG IN to read what waits for this owner. It approves nothing';
  }
}

type WalletTarget = Extract<ChallengeTarget, { readonly action: WalletAction }>;

const PLAIN_EFFECTS: Readonly<Record<Exclude<WalletAction, 'export' | 'withdraw' | 'loosen'>, string>> = {
  verify: 'VERIFY that this address owns',
  'remove-owner': 'REMOVE this owner at once from',
  'keep-owner': 'KEEP this owner and stop its removal from',
  resume: 'RESUME',
  terminate: 'TERMINATE for ever',
  purge: 'PURGE with its key and policies',
};

function walletEffect({ action, wallet, exportFormat, assets, limits }: WalletTarget): string {
  const named = `wallet ${wallet.name} (${wallet.address})`;
  if (action === 'export')
    return `EXPORT ${exportFormat === 'encrypted' ? 'encrypted' : 'in plain text'} the private key of ${named}`;
  if (action === 'withdraw')
    return `WITHDRAW ${assets === undefined ? 'everything' : `all of ${assets.join(', ')}`} to this address from ${named}`;
  if (action === 'loosen') return `RAISE what the key may sign to ${(limits ?? []).join(', ')} for ${named}`;
  return `${PLAIN_EFFECTS[action]} ${named}`;
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
  withdraw: '/withdraw',
  loosen: '/ceiling',
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
