import type { Case } from '../effective/case.js';
import { actionPartsOf, type ActionPart } from '../effective/request-parts.js';
import { chain, chainFitsAddress, symbol } from '../schema/entries.js';
import { list } from '../schema/list.js';
import { object, optional } from '../schema/object.js';
import { address } from '../schema/scalars.js';
import { addressSet, comparable } from '../value/asset.js';
import { deny } from './finding.js';
import { definePolicy } from './policy-type.js';
import { say } from '../words/wording.js';

const entry = object({ address: address(), symbol: optional(symbol()), chain: optional(chain()) }, chainFitsAddress);

interface LentAsset {
  readonly asset: string | undefined;
  readonly at: ActionPart['at'];
}

/** Assets of supply and borrow. Repay and withdraw are the way out and never refused. */
function riskTaking({ request }: Case): readonly LentAsset[] {
  return actionPartsOf(request).flatMap(({ part, at }) =>
    part.lending?.action === 'supply' || part.lending?.action === 'borrow' ? [{ asset: part.lending.asset, at }] : [],
  );
}

function denyAsset(code: string, words: 'LENDING_ASSET_NOT_LISTED' | 'LENDING_ASSET_NEEDS_POLICY', { asset, at }: LentAsset) {
  return deny(code, say(words, { asset: asset ?? '(none)' }), {
    field: 'assets',
    ...at,
    ...(asset === undefined ? {} : { suggestion: say('ASK_LISTING', { value: asset, policy: 'LENDING_ASSET_WHITELIST' }) }),
  });
}

export const lendingAssetWhitelist = definePolicy({
  type: 'LENDING_ASSET_WHITELIST',
  label: 'Lending assets',
  description:
    'Only these assets may be supplied or borrowed; repaying and withdrawing is always possible. Without the policy all are refused.',
  effect: 'deny',
  appliesTo: ['CONTRACT_CALL', 'BATCH', 'EXTERNAL_ACTION'],
  schema: object({ assets: list(entry, { key: (one) => one.address }) }),
  example: { assets: [{ address: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48', symbol: 'USDC' }] },
  prepare: (rules) => addressSet(rules.assets.map((one) => one.address)),
  judge: (assets, subject) =>
    riskTaking(subject)
      .filter(({ asset }) => asset === undefined || !assets.has(comparable(asset)))
      .map((lent) => denyAsset('LENDING_ASSET_WHITELIST_VIOLATION', 'LENDING_ASSET_NOT_LISTED', lent)),
  absent: (subject) =>
    riskTaking(subject).map((lent) => denyAsset('LENDING_ASSET_WHITELIST_REQUIRED', 'LENDING_ASSET_NEEDS_POLICY', lent)),
});
