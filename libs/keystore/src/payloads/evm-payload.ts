import { decodeRlp, type RlpItem } from './rlp.js';
import { invalidPayload, unsupportedPayload } from './payload-error.js';

/** What the signer itself reads out of an unsigned EVM transaction. Amounts in wei. */
export interface EvmPayload {
  readonly type: 'legacy' | 'eip2930' | 'eip1559';
  readonly chainId: bigint;
  readonly nonce: bigint;
  readonly gasLimit: bigint;
  /** The highest price of one unit of gas the bytes allow. */
  readonly maxGasPrice: bigint;
  readonly value: bigint;
  /** Lower-case hex; undefined creates a contract. */
  readonly to: string | undefined;
  readonly data: Uint8Array;
}

const UINT64 = 8;
const UINT256 = 32;

/**
 * Decodes the signing payload of an EVM transaction: EIP-1559 (0x02), EIP-2930 (0x01) or legacy with EIP-155's `chainId, 0, 0`.
 *
 * Never an authorisation (EIP-7702), never a legacy transaction without chain id, never bytes that already carry a signature.
 *
 * @throws DomainError `UNSUPPORTED_TX_TYPE` or `INVALID_TRANSACTION`.
 */
export function decodeEvmPayload(bytes: Uint8Array): EvmPayload {
  const head = bytes[0];
  if (head === undefined) throw invalidPayload('EMPTY');
  if (head >= 0xc0) return decodeLegacy(fieldsOf(bytes));
  // EIP-2718: a first byte up to 0x7f is a type.
  if (head === 0x01) return decodeEip2930(fieldsOf(bytes.subarray(1)));
  if (head === 0x02) return decodeEip1559(fieldsOf(bytes.subarray(1)));
  throw unsupportedPayload('EVM_TYPE');
}

function decodeEip1559(fields: readonly RlpItem[]): EvmPayload {
  if (fields.length !== 9) throw invalidPayload('EVM_FIELDS');
  const maxPriorityFee = uint(fields[2], UINT256);
  const maxGasPrice = uint(fields[3], UINT256);
  if (maxPriorityFee > maxGasPrice) throw invalidPayload('EVM_FEES');
  checkAccessList(fields[8]);
  return {
    type: 'eip1559',
    chainId: chainIdOf(fields[0]),
    nonce: uint(fields[1], UINT64),
    maxGasPrice,
    ...call(fields.slice(4, 8)),
  };
}

function decodeEip2930(fields: readonly RlpItem[]): EvmPayload {
  if (fields.length !== 8) throw invalidPayload('EVM_FIELDS');
  checkAccessList(fields[7]);
  return {
    type: 'eip2930',
    chainId: chainIdOf(fields[0]),
    nonce: uint(fields[1], UINT64),
    maxGasPrice: uint(fields[2], UINT256),
    ...call(fields.slice(3, 7)),
  };
}

function decodeLegacy(fields: readonly RlpItem[]): EvmPayload {
  // Six fields are the form before EIP-155: valid on every chain at once.
  if (fields.length === 6) throw unsupportedPayload('EVM_WITHOUT_CHAIN_ID');
  if (fields.length !== 9) throw invalidPayload('EVM_FIELDS');
  if (byteString(fields[7]).length !== 0 || byteString(fields[8]).length !== 0) throw invalidPayload('EVM_ALREADY_SIGNED');
  return {
    type: 'legacy',
    chainId: chainIdOf(fields[6]),
    nonce: uint(fields[0], UINT64),
    maxGasPrice: uint(fields[1], UINT256),
    ...call(fields.slice(2, 6)),
  };
}

/** The four fields every form shares, in this order: gas limit, to, value, data. */
function call(fields: readonly RlpItem[]): Pick<EvmPayload, 'gasLimit' | 'to' | 'value' | 'data'> {
  const to = byteString(fields[1]);
  if (to.length !== 0 && to.length !== 20) throw invalidPayload('EVM_TO');
  return {
    gasLimit: uint(fields[0], UINT64),
    to: to.length === 0 ? undefined : `0x${Buffer.from(to).toString('hex')}`,
    value: uint(fields[2], UINT256),
    data: byteString(fields[3]),
  };
}

function fieldsOf(bytes: Uint8Array): readonly RlpItem[] {
  return list(decodeRlp(bytes));
}

function chainIdOf(item: RlpItem | undefined): bigint {
  const chainId = uint(item, UINT64);
  if (chainId === 0n) throw unsupportedPayload('EVM_WITHOUT_CHAIN_ID');
  return chainId;
}

function checkAccessList(item: RlpItem | undefined): void {
  for (const entry of list(item)) {
    const [address, keys, ...more] = list(entry);
    const areKeysWhole = list(keys).every((key) => byteString(key).length === 32);
    if (byteString(address).length !== 20 || !areKeysWhole || more.length > 0) throw invalidPayload('EVM_ACCESS_LIST');
  }
}

function uint(item: RlpItem | undefined, maxBytes: number): bigint {
  const bytes = byteString(item);
  if (bytes.length > maxBytes || bytes[0] === 0) throw invalidPayload('EVM_INTEGER');
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function byteString(item: RlpItem | undefined): Uint8Array {
  if (item instanceof Uint8Array) return item;
  throw invalidPayload('EVM_FIELDS');
}

function list(item: RlpItem | undefined): readonly RlpItem[] {
  if (item === undefined || item instanceof Uint8Array) throw invalidPayload('EVM_FIELDS');
  return item;
}
