import type { CreateSessionRequest } from '@waiaas/api-types';

/** What the form holds. Everything is text or a list of what is ticked. */
export interface SessionFields {
  readonly walletIds: string[];
  readonly label: string;
  readonly ttl: string;
  readonly maxRenewals: string;
  readonly maxUsdPerTx: string;
  readonly dailyUsd: string;
  readonly types: string[];
  readonly networks: string[];
  readonly maxTier: string;
  readonly recipients: string;
}

export const EMPTY_SESSION: SessionFields = {
  ...{ walletIds: [], label: '', ttl: '86400', maxRenewals: '', maxUsdPerTx: '', dailyUsd: '' },
  ...{ types: [], networks: [], maxTier: '', recipients: '' },
};

/** What a session can be held to; a batch and a call can contain the others. */
export const SESSION_TYPES = [
  'TRANSFER',
  'TOKEN_TRANSFER',
  'NFT_TRANSFER',
  'APPROVE',
  'CONTRACT_CALL',
  'CONTRACT_DEPLOY',
  'BATCH',
  'SIGN_MESSAGE',
  'SIGN_TYPED_DATA',
] as const;

export const SESSION_TIERS = ['INSTANT', 'NOTIFY', 'DELAY', 'APPROVAL'] as const;

const lines = (text: string): string[] => text.split(/[\s,]+/).filter((line) => line !== '');

/** Only what was filled in: an absent part leaves it to the policies, and an empty list would allow nothing. */
function constraintsOf(fields: SessionFields, offered: readonly string[]): Record<string, unknown> {
  const { types, maxTier } = fields;
  const [maxUsdPerTx, dailyUsd] = [fields.maxUsdPerTx.trim(), fields.dailyUsd.trim()];
  const recipients = lines(fields.recipients);
  // A network that was ticked before another wallet was chosen may not be on offer any more.
  const networks = fields.networks.filter((network) => offered.includes(network));
  return {
    ...(types.length === 0 ? {} : { types }),
    ...(networks.length === 0 ? {} : { networks }),
    ...(maxTier === '' ? {} : { maxTier }),
    ...(maxUsdPerTx === '' ? {} : { maxUsdPerTx }),
    ...(dailyUsd === '' ? {} : { dailyUsd }),
    ...(recipients.length === 0 ? {} : { recipients }),
  };
}

export function requestOf(fields: SessionFields, offered: readonly string[]): CreateSessionRequest {
  const constraints = constraintsOf(fields, offered);
  const [label, maxRenewals] = [fields.label.trim(), fields.maxRenewals.trim()];
  return {
    walletIds: fields.walletIds,
    ttl: Number(fields.ttl),
    ...(label === '' ? {} : { label }),
    ...(maxRenewals === '' ? {} : { maxRenewals: Number(maxRenewals) }),
    ...(Object.keys(constraints).length === 0 ? {} : { constraints }),
  };
}
