import { canonicalAddress, type Chain } from '@waiaas/core';
import type { DecidedOperation } from '../decision.js';
import type { Facts } from '../facts.js';
import type { Operation } from '../operations/operation.js';
import { comparable, decimalsOf, NATIVE } from '../value/asset.js';

const ABSENT = '-';

function marksOf({ isUnlimited, isRevocation, isOpaque, isDelegated, demands }: Operation): string {
  const marks = {
    unlimited: isUnlimited,
    revocation: isRevocation,
    opaque: isOpaque,
    delegated: isDelegated === true,
    demands: demands !== undefined,
  };
  const given = Object.entries(marks).flatMap(([mark, isGiven]) => (isGiven ? [mark] : []));
  return given.length === 0 ? ABSENT : given.join('+');
}

/** Equal operations give equal lines, whatever way their addresses are written; nothing that tells them apart is left out. */
function lineOf(operation: Operation): string {
  const addresses = [operation.contract, operation.token, operation.to, operation.spender].map((one) =>
    one === undefined ? ABSENT : comparable(one),
  );
  const { kind, chain, network = ABSENT, amount, selector = ABSENT, tokenId = ABSENT } = operation;
  const figures = [amount?.toString() ?? ABSENT, tokenId, selector.toLowerCase(), marksOf(operation)];
  return [kind, chain, network, ...addresses, ...figures].join('|');
}

/** What an amount counts: a token, or the coin where something of it moves. */
function assetOf({ token, amount }: Operation): string | null {
  return token ?? (amount === undefined ? null : NATIVE);
}

function decimalsIn({ context }: Facts, operation: Operation): number | null {
  const asset = assetOf(operation);
  return asset === null ? null : (decimalsOf(context, { chain: operation.chain, asset }) ?? null);
}

/** As people compare it: calldata has no case. */
function canonical(chain: Chain, address: string | null): string | null {
  return address === null ? null : (canonicalAddress(chain, address) ?? address);
}

/** Operations as the ledger and the texts of approvals state them. */
export function decidedOperations(operations: readonly Operation[], facts: Facts): readonly DecidedOperation[] {
  return operations.map((operation) => ({
    path: operation.path,
    kind: operation.kind,
    target: canonical(operation.chain, operation.to ?? operation.spender ?? operation.contract ?? null),
    amount: operation.amount ?? null,
    asset: canonical(operation.chain, assetOf(operation)),
    decimals: decimalsIn(facts, operation),
    selector: operation.selector ?? null,
    tokenId: operation.tokenId ?? null,
    isUnlimited: operation.isUnlimited,
    isRevocation: operation.isRevocation,
    line: lineOf(operation),
  }));
}
