import type { Effect } from '../effects.js';
import type { AbiReader } from './abi-reader.js';

/** Reads the arguments of one method as what they do; `called` is the contract. Throws `Undecodable`. */
type EffectReader = (args: AbiReader, called: string) => readonly Effect[];

const NOBODY = '0x0000000000000000000000000000000000000000';

/** A payment with recipient and amount at these words. */
function pays(to: number, amount: number): EffectReader {
  return (args, token) => [{ kind: 'token', token, to: args.address(to), amount: args.uint(amount) }];
}

/** An NFT, or several of a collection, to the address at this word. `words` is how many must be there. */
function handsOver(to: number, words: number): EffectReader {
  return (args, token) => {
    args.uint(words - 1);
    return [{ kind: 'nft', token, to: args.address(to) }];
  };
}

function grants(spender: number, amount: number, isNeverRevocation = false): EffectReader {
  return (args, token) => [
    { kind: 'allowance', token, spender: args.address(spender), amount: args.uint(amount), bits: 256, isNeverRevocation },
  ];
}

/** Everything for the address at this word. */
function grantsAll(spender: number): EffectReader {
  return (args, token) => [{ kind: 'unlimited', token, spender: args.address(spender) }];
}

/** Everything or nothing, as the flag at a word says. */
function switches(spender: number, flag: number): EffectReader {
  return (args, token) => [{ kind: args.bool(flag) ? 'unlimited' : 'revocation', token, spender: args.address(spender) }];
}

function permit2Detail(details: AbiReader, spender: string): Effect {
  return { kind: 'allowance', token: details.address(0), spender, amount: details.uint(1, 160), bits: 160 };
}

function permit2Transfer(args: AbiReader): Effect {
  return { kind: 'token', token: args.address(3), to: args.address(1), amount: args.uint(2, 160) };
}

/** Methods that move value or let somebody else move it. */
export const EFFECT_SELECTORS: ReadonlyMap<string, EffectReader> = new Map<string, EffectReader>([
  // ERC-20: transfer, transferFrom (an ERC-721 has it too).
  ['0xa9059cbb', pays(0, 1)],
  ['0x23b872dd', (args, token) => [{ kind: 'tokenOrNft', token, to: args.address(1), amount: args.uint(2) }]],
  // ERC-677 and ERC-1363: transferAndCall, transferFromAndCall.
  ['0x4000aea0', pays(0, 1)],
  ['0x1296ee62', pays(0, 1)],
  ['0xd8fbe994', pays(1, 2)],
  ['0xc1d34b89', pays(1, 2)],
  // ERC-777 send; push and move of older tokens; burn(uint256).
  ['0x9bd9bbc6', pays(0, 1)],
  ['0xb753a98c', pays(0, 1)],
  ['0xbb35783b', pays(1, 2)],
  ['0x42966c68', (args, token) => [{ kind: 'tokenOrNft', token, to: NOBODY, amount: args.uint(0) }]],
  // EIP-3009: transferWithAuthorization, with a split signature and with bytes.
  ['0xe3ee160e', pays(1, 2)],
  ['0xcf092995', pays(1, 2)],
  // ERC-721 and ERC-1155: safeTransferFrom, safeBatchTransferFrom.
  ['0x42842e0e', handsOver(1, 3)],
  ['0xb88d4fde', handsOver(1, 4)],
  ['0xf242432a', handsOver(1, 5)],
  ['0x2eb2c2d6', handsOver(1, 5)],
  // ERC-20: approve, increaseAllowance, increaseApproval, decreaseAllowance; permit of EIP-2612, with bytes, of DAI.
  ['0x095ea7b3', grants(0, 1)],
  ['0x39509351', grants(0, 1, true)],
  ['0xd73dd623', grants(0, 1, true)],
  [
    '0xa457c2d7',
    (args, token) => {
      args.uint(1);
      return [{ kind: 'revocation', token, spender: args.address(0) }];
    },
  ],
  ['0xd505accf', grants(1, 2)],
  ['0x9fd5a6cf', grants(1, 2)],
  ['0x8fcbaf0c', switches(1, 4)],
  // approveAndCall, in both forms.
  ['0xcae9ca51', grants(0, 1, true)],
  ['0x3177029f', grants(0, 1, true)],
  // Operators: setApprovalForAll, ERC-777 authorizeOperator; transferOwnership.
  ['0xa22cb465', switches(0, 1)],
  ['0x959b8c3f', grantsAll(0)],
  ['0xf2fde38b', grantsAll(0)],
  // Permit2: approve, permit (one, many).
  [
    '0x87517c45',
    (args) => [{ kind: 'allowance', token: args.address(0), spender: args.address(1), amount: args.uint(2, 160), bits: 160 }],
  ],
  ['0x2b67b570', (args) => [permit2Detail(args.from(1), args.address(5))]],
  [
    '0x2a2d80d1',
    (args) => {
      const batch = args.dynamicTuple(1);
      return batch.tuples(0, 4, (details) => permit2Detail(details, batch.address(1)));
    },
  ],
  // Permit2: transferFrom (one, many), permitTransferFrom.
  ['0x36c78516', (args) => [permit2Transfer(args)]],
  ['0x0d58b1db', (args) => args.tuples(0, 4, permit2Transfer)],
  ['0x30f28b7a', (args) => [{ kind: 'token', token: args.address(0), to: args.address(4), amount: args.uint(5) }]],
]);
