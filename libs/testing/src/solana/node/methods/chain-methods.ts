import { VersionedMessage, type MessageV0 } from '@solana/web3.js';
import { commitmentOf, optionsOf, visibleSlot, withContext, type Call, type MethodTable } from '../call.js';
import { invalidParams, RpcError } from '../rpc-error.js';

const LAMPORTS_PER_SIGNATURE = 5000;
/** A node this far back calls itself unhealthy. */
const UNHEALTHY_LAG = 128;
const SLOTS_PER_EPOCH = 432_000;

function health(call: Call): string {
  const { lagSlots } = call.faults;
  if (lagSlots < UNHEALTHY_LAG) return 'ok';
  throw new RpcError(-32005, `Node is behind by ${String(lagSlots)} slots`, { numSlotsBehind: lagSlots });
}

function latestBlockhash(call: Call): unknown {
  const options = optionsOf(call, 0);
  return withContext(call, options, call.chain.blockhashes.at(visibleSlot(call, commitmentOf(options))));
}

function isBlockhashValid(call: Call): unknown {
  const hash = call.params[0];
  if (typeof hash !== 'string') throw invalidParams('Invalid params: expected a blockhash');
  const options = optionsOf(call, 1);
  return withContext(call, options, call.chain.blockhashes.isValid(hash, visibleSlot(call, commitmentOf(options))));
}

function feeForMessage(call: Call): unknown {
  const text = call.params[0];
  if (typeof text !== 'string') throw invalidParams('Invalid params: expected a message');
  const message = VersionedMessage.deserialize(Buffer.from(text, 'base64')) as MessageV0;
  const options = optionsOf(call, 1);
  const height = visibleSlot(call, commitmentOf(options));
  const isKnown = call.chain.blockhashes.isValid(message.recentBlockhash, height);
  return withContext(call, options, isKnown ? message.header.numRequiredSignatures * LAMPORTS_PER_SIGNATURE : null);
}

function epochInfo(call: Call): unknown {
  const slot = visibleSlot(call, commitmentOf(optionsOf(call, 0)));
  return {
    absoluteSlot: slot,
    blockHeight: slot,
    epoch: Math.floor(slot / SLOTS_PER_EPOCH),
    slotIndex: slot % SLOTS_PER_EPOCH,
    slotsInEpoch: SLOTS_PER_EPOCH,
    transactionCount: null,
  };
}

function rentExemption(call: Call): number {
  const size = call.params[0];
  if (typeof size !== 'number') throw invalidParams('Invalid params: expected a size');
  return Number(call.chain.bank.rentExemption(size));
}

/** What a node says of itself, its slots, blockhashes and fees. */
export const CHAIN_METHODS: MethodTable = {
  getVersion: () => ({ 'solana-core': '2.2.0', 'feature-set': 1 }),
  getGenesisHash: (call) => call.faults.genesisHash ?? call.genesisHash,
  getHealth: health,
  getSlot: (call) => visibleSlot(call, commitmentOf(optionsOf(call, 0))),
  getBlockHeight: (call) => visibleSlot(call, commitmentOf(optionsOf(call, 0))),
  getEpochInfo: epochInfo,
  getFirstAvailableBlock: () => 0,
  getBlockTime: () => Math.floor(Date.now() / 1000),
  getLatestBlockhash: latestBlockhash,
  isBlockhashValid,
  getFeeForMessage: feeForMessage,
  getRecentPrioritizationFees: (call) => [{ slot: visibleSlot(call, 'confirmed'), prioritizationFee: 0 }],
  getMinimumBalanceForRentExemption: rentExemption,
};
