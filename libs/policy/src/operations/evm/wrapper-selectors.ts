import { AbiReader, addressOf, slice, uintOf, Undecodable } from './abi-reader.js';

/** A call inside another. */
export interface InnerCall {
  readonly contract: string;
  readonly value: bigint;
  readonly data: Uint8Array;
  /** Code of the contract, run in the caller's own name. */
  readonly isDelegate: boolean;
  /** It pays somebody more than it says. */
  readonly hasRefund?: boolean;
}

/** Reads the arguments of one method as the calls inside, one by one; `called` is the contract. Throws `Undecodable`. */
type WrapperReader = (args: AbiReader, called: string) => Iterable<InnerCall>;

function call(contract: string, value: bigint, data: Uint8Array): InnerCall {
  return { contract, value, data, isDelegate: false };
}

/** Calls of the contract itself, the list at a word. */
function onItself(list: number): WrapperReader {
  return function* read(args, called) {
    for (const data of args.bytesList(list)) yield call(called, 0n, data);
  };
}

/** Calls of others as tuples: where in the tuple value and data stand. */
function onOthers(list: number, at: { readonly value?: number; readonly data: number }): WrapperReader {
  return (args) =>
    args.dynamicTuples(list, (entry) =>
      call(entry.address(0), at.value === undefined ? 0n : entry.uint(at.value), entry.dynamicBytes(at.data)),
    );
}

/** Calls of others as lists side by side; no list of values, or an empty one, means no value. */
function* sideBySide(args: AbiReader, words: { readonly values?: number; readonly data: number }): Generator<InnerCall> {
  const targets = args.array(0);
  const data = args.array(words.data);
  const values = words.values === undefined ? undefined : args.array(words.values);
  const hasValues = values !== undefined && values.length > 0;
  if (targets.length !== data.length || (hasValues && targets.length !== values.length)) throw new Undecodable();
  for (let at = 0; at < targets.length; at += 1) {
    const value = hasValues ? values.entries.uint(at) : 0n;
    yield call(targets.entries.address(at), value, data.entries.dynamicBytes(at));
  }
}

const ADDRESS = 20;
const WORD = 32;

/** ERC-7579: how to call is in the first bytes of the mode; single calls are packed, batches are not. */
function erc7579(args: AbiReader): Iterable<InnerCall> {
  const [callType = 0, execType = 0] = args.head(0, 2);
  const selector = uintOf(args.head(0, 10).subarray(6));
  const execution = args.dynamicBytes(1);
  // ERC-7821 marks batches that carry data for the account behind their calls.
  const isPlain = selector === 0n || (selector === 0x78210001n && callType === 1);
  if (execType > 1 || !isPlain) throw new Undecodable();
  if (callType === 1) return onOthers(0, { value: 1, data: 2 })(new AbiReader(execution), '');
  const contract = addressOf(slice(execution, 0, ADDRESS));
  if (callType === 0xff) return [{ contract, value: 0n, data: execution.subarray(ADDRESS), isDelegate: true }];
  if (callType !== 0) throw new Undecodable();
  return [call(contract, uintOf(slice(execution, ADDRESS, WORD)), execution.subarray(ADDRESS + WORD))];
}

/** Safe execTransaction: a gas price means a refund, in whatever token, to whomever. */
function safeTransaction(args: AbiReader): readonly InnerCall[] {
  return [
    {
      contract: args.address(0),
      value: args.uint(1),
      data: args.dynamicBytes(2),
      isDelegate: args.bool(3),
      hasRefund: args.uint(6) > 0n,
    },
  ];
}

/** Safe multiSend: operation, address, value, length and data, packed one after the other. */
function* multiSend(args: AbiReader): Generator<InnerCall> {
  const packed = args.dynamicBytes(0);
  let at = 0;
  while (at < packed.length) {
    const head = slice(packed, at, 1 + ADDRESS + WORD + WORD);
    const operation = head[0] ?? 0;
    const length = uintOf(head.subarray(1 + ADDRESS + WORD));
    if (operation > 1 || length > BigInt(packed.length)) throw new Undecodable();
    at += head.length;
    yield {
      contract: addressOf(head.subarray(1, 1 + ADDRESS)),
      value: uintOf(head.subarray(1 + ADDRESS, 1 + ADDRESS + WORD)),
      data: slice(packed, at, Number(length)),
      isDelegate: operation === 1,
    };
    at += Number(length);
  }
}

export const MULTI_SEND = '0x8d80ff0a';

/** Methods that make other calls. */
export const WRAPPER_SELECTORS: ReadonlyMap<string, WrapperReader> = new Map<string, WrapperReader>([
  // multicall, plain and with a deadline or a block hash before the list.
  ['0xac9650d8', onItself(0)],
  ['0x5ae401dc', onItself(1)],
  ['0x1f0464d1', onItself(1)],
  // Multicall3: aggregate, tryAggregate, aggregate3, aggregate3Value.
  ['0x252dba42', onOthers(0, { data: 1 })],
  ['0xbce38bd7', onOthers(1, { data: 1 })],
  ['0x82ad56cb', onOthers(0, { data: 2 })],
  ['0x174dea71', onOthers(0, { value: 2, data: 3 })],
  // Accounts: execute, executeBatch in its three forms, ERC-7579.
  ['0xb61d27f6', (args) => [call(args.address(0), args.uint(1), args.dynamicBytes(2))]],
  ['0x47e1da2a', (args) => sideBySide(args, { values: 1, data: 2 })],
  ['0x18dfb3c7', (args) => sideBySide(args, { data: 1 })],
  ['0x34fcd5be', onOthers(0, { value: 1, data: 2 })],
  ['0xe9ae5c53', erc7579],
  // Safe.
  ['0x6a761202', safeTransaction],
  [MULTI_SEND, multiSend],
]);
