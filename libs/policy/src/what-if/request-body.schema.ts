import { REQUEST_TYPES } from '../request.js';
import { chain } from '../schema/entries.js';
import { isRecord, object, optional } from '../schema/object.js';
import { flag, integer, network, oneOf, text } from '../schema/scalars.js';
import { inside, refuse, type Schema, type ValueOf } from '../schema/schema.js';
import { MAX_DECIMALS } from './facts.part.js';
import { anything, baseUnits, money, sequence } from './readers.js';

const MAX_TEXT = 1_000_000;
const MAX_ACCOUNTS = 256;

const CATEGORIES = ['swap', 'perp', 'lending', 'staking', 'bridge', 'prediction', 'governance', 'custom'] as const;

const token = object({
  address: optional(text(1, 64)),
  decimals: optional(integer(0, MAX_DECIMALS)),
  symbol: optional(text(0, 64)),
  assetId: optional(text(1, 255)),
  tokenId: optional(text(1, 78)),
  standard: optional(oneOf(['ERC-20', 'ERC-721', 'ERC-1155', 'SPL'])),
});

const lending = object({
  action: oneOf(['supply', 'borrow', 'repay', 'withdraw']),
  asset: optional(text(1, 64)),
  amountUsd: optional(money()),
});

const perp = object({
  action: text(1, 64),
  market: optional(text(1, 128)),
  leverage: optional(money()),
  sizeUsd: optional(money()),
});

/** An account of a Solana call: its address, or what a send body says about it. */
function account(): Schema<string> {
  const meta = object({ pubkey: text(1, 64), isSigner: flag(), isWritable: flag() });
  return {
    json: { anyOf: [{ type: 'string' }, meta.json] },
    read: (input, place) => (isRecord(input) ? meta.read(input, place)?.pubkey : text(1, 64).read(input, place)),
  };
}

/** A plain JSON object, as it was said. */
function record(): Schema<Readonly<Record<string, unknown>>> {
  return {
    json: { type: 'object' },
    read: (input, place) => (isRecord(input) ? input : refuse(place, 'type', 'must be an object')),
  };
}

const MAX_STRUCTS = 256;

const field = object({ name: text(1, 256), type: text(1, 256) });

function structs(): Schema<Readonly<Record<string, readonly ValueOf<typeof field>[]>>> {
  const fields = sequence(field, MAX_STRUCTS);
  return {
    json: { type: 'object', additionalProperties: fields.json },
    read(input, place) {
      if (!isRecord(input)) return refuse(place, 'type', 'must be an object');
      if (Object.keys(input).length > MAX_STRUCTS)
        return refuse(place, 'length', `must have at most ${String(MAX_STRUCTS)} members`);
      return Object.fromEntries(
        Object.entries(input).map(([name, list]) => [name, fields.read(list, inside(place, name)) ?? []]),
      );
    },
  };
}

const typedData = object({ domain: record(), types: optional(structs()), primaryType: text(1, 256), message: record() });

const solanaInstruction = object({
  programId: text(1, 64),
  data: text(0, MAX_TEXT),
  accounts: optional(sequence(account(), MAX_ACCOUNTS)),
});

const members = {
  type: optional(oneOf(REQUEST_TYPES)),
  chain: optional(chain()),
  network: optional(network()),
  to: optional(text(1, 64)),
  amount: optional(baseUnits()),
  humanAmount: optional(text(1, 200)),
  value: optional(baseUnits()),
  token: optional(token),
  contractAddress: optional(text(1, 64)),
  programId: optional(text(1, 64)),
  calldata: optional(text(0, MAX_TEXT)),
  instructionData: optional(text(0, MAX_TEXT)),
  method: optional(text(1, 128)),
  accounts: optional(sequence(account(), MAX_ACCOUNTS)),
  spender: optional(text(1, 64)),
  nft: optional(object({ tokenId: text(1, 78), standard: oneOf(['ERC-721', 'ERC-1155', 'SPL']) })),
  tokenId: optional(text(1, 78)),
  bytecode: optional(text(0, MAX_TEXT)),
  constructorArgs: optional(sequence(anything(), 256)),
  abi: optional(sequence(anything(), 1000)),
  domain: optional(text(1, 2048)),
  venue: optional(text(1, 128)),
  category: optional(oneOf(CATEGORIES)),
  notionalUsd: optional(money()),
  lending: optional(lending),
  perp: optional(perp),
  actionProvider: optional(text(0, 128)),
  actionName: optional(text(0, 128)),
  message: optional(text(0, MAX_TEXT)),
  typedData: optional(typedData),
} as const;

const gasCondition = object({
  maxGasPrice: optional(baseUnits()),
  maxPriorityFee: optional(baseUnits()),
  timeout: optional(integer(60, 86_400)),
});

/** One instruction of a batch, in either form. */
export const instructionBody = object(members);

/** A request in either form: every member either may have. Which ones its type takes is judged afterwards. */
export const requestBody = object({
  ...members,
  instructions: optional(sequence(instructionBody, 20)),
  preInstructions: optional(sequence(solanaInstruction, 19)),
  postInstructions: optional(sequence(solanaInstruction, 19)),
  addressLookupTableAddresses: optional(sequence(text(1, 64), MAX_ACCOUNTS)),
  walletId: optional(text(1, 128)),
  memo: optional(text(0, 256)),
  gasCondition: optional(gasCondition),
  allowDuplicate: optional(flag()),
});

export type InstructionBody = ValueOf<typeof instructionBody>;
export type RequestBody = ValueOf<typeof requestBody>;
