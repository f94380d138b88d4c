import type { Effect } from '../effects.js';
import type { AbiReader } from './abi-reader.js';

/** Reads the arguments of one method as what they do, one by one; `called` is the contract. Throws `Undecodable`. */
type EffectReader = (args: AbiReader, called: string) => Iterable<Effect>;

export interface EffectMethod {
  readonly read: EffectReader;
  /** How many words its arguments begin with. */
  readonly words: number;
  /** Which of them say where bytes stand. */
  readonly bytesAt?: number;
}

const NOBODY = '0x0000000000000000000000000000000000000000';

/** A payment with recipient and amount at these words. */
function pays(to: number, amount: number): EffectReader {
  return (args, token) => [{ kind: 'token', token, to: args.address(to), amount: args.uint(amount) }];
}

/** An NFT to the address at one word, its id at another. */
function handsOver(to: number, id: number): EffectReader {
  return (args, token) => [{ kind: 'nft', token, to: args.address(to), tokenId: args.uint(id) }];
}

/** Several NFTs of a collection. */
function handsOverMany(to: number): EffectReader {
  return (args, token) => [{ kind: 'nft', token, to: args.address(to) }];
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

function decreases(args: AbiReader, token: string): readonly Effect[] {
  return [{ kind: 'revocation', token, spender: args.address(0) }];
}

function permit2Approve(args: AbiReader): readonly Effect[] {
  return [{ kind: 'allowance', token: args.address(0), spender: args.address(1), amount: args.uint(2, 160), bits: 160 }];
}

function permit2Batch(args: AbiReader): Iterable<Effect> {
  const batch = args.dynamicTuple(1);
  return batch.tuples(0, 4, (details) => permit2Detail(details, batch.address(1)));
}

function permit2SignedTransfer(args: AbiReader): readonly Effect[] {
  return [{ kind: 'token', token: args.address(0), to: args.address(4), amount: args.uint(5) }];
}

/** The same bytes take a token or an NFT from somebody. */
function movesEither(to: number, figure: number): EffectReader {
  return (args, token) => [{ kind: 'tokenOrNft', token, to: args.address(to), amount: args.uint(figure) }];
}

function burns(args: AbiReader, token: string): readonly Effect[] {
  return [{ kind: 'tokenOrNft', token, to: NOBODY, amount: args.uint(0) }];
}

/** Methods that move value or let somebody else move it. */
export const EFFECT_SELECTORS: ReadonlyMap<string, EffectMethod> = new Map<string, EffectMethod>([
  // ERC-20: transfer, transferFrom (an ERC-721 has it too).
  ['0xa9059cbb', { words: 2, read: pays(0, 1) }],
  ['0x23b872dd', { words: 3, read: movesEither(1, 2) }],
  // ERC-677 and ERC-1363: transferAndCall, transferFromAndCall.
  ['0x4000aea0', { words: 3, bytesAt: 2, read: pays(0, 1) }],
  ['0x1296ee62', { words: 2, read: pays(0, 1) }],
  ['0xd8fbe994', { words: 3, read: pays(1, 2) }],
  ['0xc1d34b89', { words: 4, bytesAt: 3, read: pays(1, 2) }],
  // ERC-777 send; push and move of older tokens; burn(uint256).
  ['0x9bd9bbc6', { words: 3, bytesAt: 2, read: pays(0, 1) }],
  ['0xb753a98c', { words: 2, read: pays(0, 1) }],
  ['0xbb35783b', { words: 3, read: pays(1, 2) }],
  ['0x42966c68', { words: 1, read: burns }],
  // EIP-3009: transferWithAuthorization, with a split signature and with bytes.
  ['0xe3ee160e', { words: 9, read: pays(1, 2) }],
  ['0xcf092995', { words: 7, bytesAt: 6, read: pays(1, 2) }],
  // ERC-721 and ERC-1155: safeTransferFrom, safeBatchTransferFrom.
  ['0x42842e0e', { words: 3, read: handsOver(1, 2) }],
  ['0xb88d4fde', { words: 4, bytesAt: 3, read: handsOver(1, 2) }],
  ['0xf242432a', { words: 5, bytesAt: 4, read: handsOver(1, 2) }],
  ['0x2eb2c2d6', { words: 5, bytesAt: 4, read: handsOverMany(1) }],
  // ERC-20: approve, increaseAllowance, increaseApproval, decreaseAllowance; permit of EIP-2612, with bytes, of DAI.
  ['0x095ea7b3', { words: 2, read: grants(0, 1) }],
  ['0x39509351', { words: 2, read: grants(0, 1, true) }],
  ['0xd73dd623', { words: 2, read: grants(0, 1, true) }],
  ['0xa457c2d7', { words: 2, read: decreases }],
  ['0xd505accf', { words: 7, read: grants(1, 2) }],
  ['0x9fd5a6cf', { words: 5, bytesAt: 4, read: grants(1, 2) }],
  ['0x8fcbaf0c', { words: 8, read: switches(1, 4) }],
  // approveAndCall, in both forms.
  ['0xcae9ca51', { words: 3, bytesAt: 2, read: grants(0, 1, true) }],
  ['0x3177029f', { words: 2, read: grants(0, 1, true) }],
  // Operators: setApprovalForAll, ERC-777 authorizeOperator; transferOwnership.
  ['0xa22cb465', { words: 2, read: switches(0, 1) }],
  ['0x959b8c3f', { words: 1, read: grantsAll(0) }],
  ['0xf2fde38b', { words: 1, read: grantsAll(0) }],
  // Permit2: approve, permit (one, many).
  ['0x87517c45', { words: 4, read: permit2Approve }],
  ['0x2b67b570', { words: 8, bytesAt: 7, read: (args) => [permit2Detail(args.from(1), args.address(5))] }],
  ['0x2a2d80d1', { words: 3, bytesAt: 2, read: permit2Batch }],
  // Permit2: transferFrom (one, many), permitTransferFrom.
  ['0x36c78516', { words: 4, read: (args) => [permit2Transfer(args)] }],
  ['0x0d58b1db', { words: 1, read: (args) => args.tuples(0, 4, permit2Transfer) }],
  ['0x30f28b7a', { words: 8, bytesAt: 7, read: permit2SignedTransfer }],
]);

/** Whether all arguments of a method are there, those that are not looked at too. Throws `Undecodable`. */
export function checkArguments({ words, bytesAt }: EffectMethod, args: AbiReader): true {
  args.uint(words - 1);
  if (bytesAt !== undefined) args.dynamicBytes(bytesAt);
  return true;
}
