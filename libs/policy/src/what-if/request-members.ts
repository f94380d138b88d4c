import type { RequestType } from '../request.js';
import { inside, refuse, type Place } from '../schema/schema.js';
import type { InstructionBody, RequestBody } from './request-body.schema.js';

type Member = keyof RequestBody;

const CALLS: readonly RequestType[] = ['CONTRACT_CALL'];
const DEPLOYS: readonly RequestType[] = ['CONTRACT_DEPLOY'];

// Members that mean something in these types alone. Passing over one elsewhere would judge less than was asked for.
const ONLY_IN: Partial<Record<Member, readonly RequestType[]>> = {
  // Of a call it is what its calldata moves: the registry's decimals.
  token: ['TOKEN_TRANSFER', 'NFT_TRANSFER', 'APPROVE', 'X402_PAYMENT', 'CONTRACT_CALL'],
  value: ['CONTRACT_CALL', 'CONTRACT_DEPLOY'],
  contractAddress: ['CONTRACT_CALL', 'NFT_TRANSFER'],
  programId: CALLS,
  calldata: ['CONTRACT_CALL', 'CONTRACT_DEPLOY'],
  instructionData: CALLS,
  accounts: CALLS,
  abi: CALLS,
  preInstructions: CALLS,
  postInstructions: CALLS,
  addressLookupTableAddresses: CALLS,
  spender: ['APPROVE'],
  nft: ['APPROVE'],
  tokenId: ['NFT_TRANSFER', 'APPROVE'],
  bytecode: DEPLOYS,
  constructorArgs: DEPLOYS,
  domain: ['X402_PAYMENT', 'HTTP_SIGN'],
  message: ['SIGN_MESSAGE'],
  typedData: ['SIGN_TYPED_DATA'],
  instructions: ['BATCH'],
};

const NOT_IN_BATCH: readonly Member[] = ['to', 'amount', 'humanAmount'];

const REQUIRED: Partial<Record<RequestType, readonly Member[]>> = {
  TRANSFER: ['to', 'amount'],
  TOKEN_TRANSFER: ['to', 'amount', 'token'],
  NFT_TRANSFER: ['to'],
  APPROVE: ['spender', 'token'],
  BATCH: ['instructions'],
  SIGN_TYPED_DATA: ['typedData'],
};

function isGiven(body: InstructionBody, member: Member): boolean {
  return (body as RequestBody)[member] !== undefined;
}

function checkForbidden(type: RequestType, body: InstructionBody, place: Place): void {
  for (const [member, types] of Object.entries(ONLY_IN)) {
    if (isGiven(body, member as Member) && !types.includes(type))
      refuse(inside(place, member), 'forbidden', `is not a member of ${type}`);
  }
  if (type !== 'BATCH') return;
  for (const member of NOT_IN_BATCH) {
    if (isGiven(body, member)) refuse(inside(place, member), 'forbidden', 'belongs into the instructions');
  }
}

function checkRequired(type: RequestType, body: InstructionBody, place: Place): void {
  for (const member of REQUIRED[type] ?? []) {
    const isThere = isGiven(body, member) || (member === 'amount' && body.humanAmount !== undefined);
    if (!isThere) refuse(inside(place, member), 'required', 'is missing');
  }
}

/** Refuses members the type of a request has no use for, and names those it cannot do without. */
export function checkMembers(type: RequestType, body: InstructionBody, place: Place): void {
  checkForbidden(type, body, place);
  checkRequired(type, body, place);
  if (body.amount !== undefined && body.humanAmount !== undefined)
    refuse(inside(place, 'humanAmount'), 'conflict', 'is given beside amount');
}
