import type { TypedData } from '../../request.js';
import { DOMAIN, encodeType, fieldsOf, type Field, type Structs } from './structs.js';

/** What a recognised message is judged as. */
export type StandardKind = 'permit' | 'daiPermit' | 'permit2Allowance' | 'permit2Transfer' | 'authorization' | 'safeTx';

export interface Standard {
  readonly kind: StandardKind;
  readonly primaryType: string;
  readonly structs: Structs;
  /** Members that the verdict rests on. */
  readonly judged: readonly string[];
  /** Permit2 lets the signer add one field of any type after the standard ones. */
  readonly hasWitness: boolean;
  /** The member that says until when the signature is good. */
  readonly deadline: string | undefined;
}

function fields(text: string): readonly Field[] {
  return text.split(',').map((field) => {
    const [type = '', name = ''] = field.split(' ');
    return { name, type };
  });
}

const DETAILS = { PermitDetails: fields('address token,uint160 amount,uint48 expiration,uint48 nonce') };
const PERMISSIONS = { TokenPermissions: fields('address token,uint256 amount') };
const AUTHORIZATION = 'address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce';
const SAFE_TX =
  'address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce';

function standard(
  kind: StandardKind,
  primaryType: string,
  text: string,
  more: Partial<Standard> & { readonly others?: Structs },
): Standard {
  const { others = {}, ...rest } = more;
  return {
    kind,
    primaryType,
    structs: { [primaryType]: fields(text), ...others },
    judged: fields(text).map((field) => field.name),
    hasWitness: false,
    deadline: undefined,
    ...rest,
  };
}

function transferFrom(primaryType: string, permitted: string, hasWitness: boolean): Standard {
  return standard('permit2Transfer', primaryType, `${permitted} permitted,address spender,uint256 nonce,uint256 deadline`, {
    others: PERMISSIONS,
    judged: ['permitted', 'spender'],
    deadline: 'deadline',
    hasWitness,
  });
}

const STANDARDS: readonly Standard[] = [
  // EIP-2612.
  standard('permit', 'Permit', 'address owner,address spender,uint256 value,uint256 nonce,uint256 deadline', {
    judged: ['spender', 'value'],
    deadline: 'deadline',
  }),
  // DAI has a form of its own, from before EIP-2612.
  standard('daiPermit', 'Permit', 'address holder,address spender,uint256 nonce,uint256 expiry,bool allowed', {
    judged: ['spender', 'allowed'],
    deadline: 'expiry',
  }),
  // Permit2.
  standard('permit2Allowance', 'PermitSingle', 'PermitDetails details,address spender,uint256 sigDeadline', {
    others: DETAILS,
    judged: ['details', 'spender'],
    deadline: 'sigDeadline',
  }),
  standard('permit2Allowance', 'PermitBatch', 'PermitDetails[] details,address spender,uint256 sigDeadline', {
    others: DETAILS,
    judged: ['details', 'spender'],
    deadline: 'sigDeadline',
  }),
  transferFrom('PermitTransferFrom', 'TokenPermissions', false),
  transferFrom('PermitBatchTransferFrom', 'TokenPermissions[]', false),
  transferFrom('PermitWitnessTransferFrom', 'TokenPermissions', true),
  transferFrom('PermitBatchWitnessTransferFrom', 'TokenPermissions[]', true),
  // EIP-3009.
  standard('authorization', 'TransferWithAuthorization', AUTHORIZATION, { judged: ['to', 'value'], deadline: 'validBefore' }),
  standard('authorization', 'ReceiveWithAuthorization', AUTHORIZATION, { judged: ['to', 'value'], deadline: 'validBefore' }),
  // Safe 1.3 and later.
  standard('safeTx', 'SafeTx', SAFE_TX, { judged: ['to', 'value', 'data', 'operation'] }),
];

/** Whether a name is one of those that have a standard, whatever the message under it looks like. */
export function isStandardName(primaryType: string): boolean {
  return STANDARDS.some((one) => one.primaryType === primaryType);
}

/** The standard meant by a message that brings no types: by its name, and for `Permit` by which of its two forms it has. */
export function assumedStandard({ primaryType, message }: TypedData): Standard | undefined {
  const candidates = STANDARDS.filter((one) => one.primaryType === primaryType);
  return (
    candidates.find((one) => one.kind === 'daiPermit' && Object.hasOwn(message, 'allowed') && !Object.hasOwn(message, 'value')) ??
    candidates[0]
  );
}

/** Definitions with the field after the standard ones taken out; undefined where there is not exactly one. */
function withoutWitness(structs: Structs, { primaryType, structs: own }: Standard): Structs | undefined {
  const given = fieldsOf(structs, primaryType) ?? [];
  const expected = fieldsOf(own, primaryType) ?? [];
  if (given.length !== expected.length + 1) return undefined;
  return { ...structs, [primaryType]: given.slice(0, expected.length) };
}

function fits(structs: Structs, one: Standard): boolean {
  const compared = one.hasWitness ? withoutWitness(structs, one) : structs;
  return compared !== undefined && encodeType(compared, one.primaryType) === encodeType(one.structs, one.primaryType);
}

const DOMAIN_TYPES: ReadonlyMap<string, string> = new Map([
  ['name', 'string'],
  ['version', 'string'],
  ['chainId', 'uint256'],
  ['verifyingContract', 'address'],
  ['salt', 'bytes32'],
]);

export function isDomainMember(name: string): boolean {
  return DOMAIN_TYPES.has(name);
}

function hasStandardDomain(structs: Structs): boolean {
  return (fieldsOf(structs, DOMAIN) ?? []).every((field) => DOMAIN_TYPES.get(field.name) === field.type);
}

/** The standard whose text is exactly what would be hashed; undefined for anything that only bears its name. */
export function recognisedStandard(data: TypedData): Standard | undefined {
  const { types, primaryType } = data;
  if (types === undefined) return assumedStandard(data);
  if (!hasStandardDomain(types)) return undefined;
  return STANDARDS.find((one) => one.primaryType === primaryType && fits(types, one));
}
