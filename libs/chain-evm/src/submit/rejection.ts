import type { BroadcastResult } from '@waiaas/core';
import type { RpcError } from '../rpc/json-rpc.js';

type Reason = Extract<BroadcastResult, { outcome: 'rejected' }>['reason'];

/** "It is here already", in the words of geth, erigon, reth, nethermind, besu, anvil and OpenEthereum. */
const KNOWN =
  /already known|alreadyknown|already imported|already exists|existing tx with same hash|already in (?:the )?(?:mempool|pool)|known transaction|with the same hash/i;

/** A node that fails says nothing about the bytes; a proxy in front of it may even have passed them on. */
const NODE_TROUBLE =
  /time(?:d )?[ -]?out|internal error|try again|temporarily|unavailable|rate limit|too many requests|connection|upstream/i;

/**
 * A node without a mempool (Arbitrum's sequencer) refuses what is not the very next nonce. It says nothing against the bytes: they, and all
 * behind them, are sent again in their order once the one before has landed.
 */
const TOO_EARLY = /nonce (?:is )?too high|nonce_too_high|nonce ?gap|gapped[- ]nonce|nonce ?too ?far/i;

const REASONS: readonly (readonly [pattern: RegExp, reason: Reason])[] = [
  // "replacement" before "underpriced" needs no order: both are the price.
  [
    /nonce (?:is )?too low|nonce_too_low|oldnonce|ownnoncealreadyused|invalid nonce; got|nonce has already been used/i,
    'nonce-too-low',
  ],
  [
    /underpriced|fee ?too ?low|feetoolow|replacementnotallowed|could not replace existing|same nonce in the queue/i,
    'underpriced',
  ],
  [
    /(?:fee|price) (?:cap |per gas )?(?:is )?(?:less|lower|below) (?:than|the)|below (?:configured )?(?:min|base)|gas price .*(?:low|below)/i,
    'underpriced',
  ],
  [/insufficient ?(?:funds|balance)|upfront cost exceeds|not enough (?:funds|balance)/i, 'insufficient-funds'],
  [/revert/i, 'simulation'],
  [
    /rlp|decode|malformed|invalid (?:sender|signature|chain ?id|transaction|tx|argument|params)|wrong chain|chain ?id/i,
    'invalid',
  ],
  [
    /intrinsic gas|gas limit|gas ?limit ?exceeded|exceeds (?:block|max|the configured cap)|tip (?:above|higher)|priority fee .*(?:above|higher|exceed)/i,
    'invalid',
  ],
  [
    /not ?supported|typed transaction|txtypenotsupported|oversized|max(?:init)?code|txsizeexceeded|unresolvedsender|senderiscontract|eip-?\d+/i,
    'invalid',
  ],
];

/** JSON-RPC 2.0 §5.1 internal error, and the limit codes of EIP-1474 and gateways. */
const TROUBLE_CODES: readonly number[] = [-32603, -32005, -32002, 429, 503];

/** What an error object means for the bytes. None of these proves that no node has them. */
export function rejectionOf(error: RpcError): BroadcastResult {
  if (KNOWN.test(error.message)) return { outcome: 'known' };
  if (TOO_EARLY.test(error.message)) return { outcome: 'unknown' };
  const reason = REASONS.find(([pattern]) => pattern.test(error.message))?.[1];
  if (reason !== undefined) return { outcome: 'rejected', reason };
  if (TROUBLE_CODES.includes(error.code) || NODE_TROUBLE.test(error.message)) return { outcome: 'unknown' };
  return { outcome: 'rejected', reason: error.code === -32602 ? 'invalid' : 'other' };
}
