import { chainOfAddress, type Chain } from '@waiaas/core';
import type { PolicyContext } from '../facts.js';
import type { PolicyRequest, RequestType } from '../request.js';
import { inside, refuse, type Place } from '../schema/schema.js';
import { writtenAddress, chainOfPlace } from './readers.js';
import { readAmount } from './request-amount.js';
import type { InstructionBody, RequestBody } from './request-body.schema.js';
import { readAccounts, readCalldata, readContract } from './request-call.js';
import { checkMembers } from './request-members.js';
import { readToken, type RequestPlace } from './request-token.js';
import { NATIVE } from '../value/asset.js';
import { checkTypedData } from './typed-data.part.js';

const BATCHABLE: readonly RequestType[] = ['TRANSFER', 'TOKEN_TRANSFER', 'NFT_TRANSFER', 'CONTRACT_CALL', 'APPROVE'];

// On these the chain decides nothing; a body without one is not malformed.
const CHAINLESS: ReadonlySet<RequestType> = new Set(['HTTP_SIGN', 'EXTERNAL_ACTION', 'SIGN_MESSAGE', 'SIGN_TYPED_DATA']);

interface Reading {
  readonly type: RequestType;
  readonly at: RequestPlace;
  readonly context: PolicyContext;
}

/** Only what is there: members left out stay out. */
function defined<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function addressMember(at: RequestPlace, body: InstructionBody, member: 'to' | 'spender', place: Place): string | undefined {
  const value = body[member];
  return value === undefined ? undefined : writtenAddress(at.chain, value, inside(place, member));
}

function readLending({ lending }: InstructionBody, chain: Chain, place: Place): PolicyRequest['lending'] {
  if (lending?.asset === undefined) return lending;
  const asset =
    lending.asset === NATIVE ? NATIVE : writtenAddress(chain, lending.asset, inside(inside(place, 'lending'), 'asset'));
  return asset === undefined ? undefined : { ...lending, asset };
}

/** The token of a request. A collection may be named as the contract of its tokens. */
function tokenOf({ type, at }: Reading, body: InstructionBody, place: Place): PolicyRequest['token'] {
  if (body.token !== undefined) return readToken(at, body.token, inside(place, 'token'));
  if (type !== 'NFT_TRANSFER') return undefined;
  const collection = body.contractAddress;
  return collection === undefined
    ? refuse(inside(place, 'token'), 'required', 'is missing')
    : readToken(at, { address: collection }, place);
}

function readTarget(reading: Reading, body: InstructionBody, place: Place): Partial<PolicyRequest> {
  const { type, at } = reading;
  const isCall = type === 'CONTRACT_CALL';
  const token = tokenOf(reading, body, place);
  const to = addressMember(at, body, 'to', place);
  return defined({
    to: isCall ? undefined : to,
    spender: addressMember(at, body, 'spender', place),
    contractAddress: isCall ? readContract(at.chain, body, place) : undefined,
    token,
    amount: readAmount({ ...reading, token }, body, place),
    tokenId: body.tokenId ?? body.token?.tokenId ?? body.nft?.tokenId,
  });
}

function readPart(reading: Reading, body: InstructionBody, place: Place): PolicyRequest {
  const { type, at } = reading;
  checkMembers(type, body, place);
  if (body.typedData !== undefined) checkTypedData(body.typedData, at.network, inside(place, 'typedData'));
  const { method, domain, venue, category, notionalUsd, perp, message, typedData } = body;
  const rest = defined({
    calldata: readCalldata(at.chain, body, place),
    accounts: readAccounts(at.chain, body, place),
    lending: readLending(body, at.chain, place),
    network: at.network,
    ...{ method, domain, venue, category, notionalUsd, perp, message, typedData },
  });
  return { type, chain: at.chain, ...readTarget(reading, body, place), ...(rest as Partial<PolicyRequest>) };
}

/** The type of an instruction that names none; a send body may leave it out where only one fits. */
function inferredType(body: InstructionBody, place: Place): RequestType | undefined {
  const fitting = [
    ...(body.spender === undefined ? [] : (['APPROVE'] as const)),
    ...(body.token === undefined || body.spender !== undefined ? [] : (['TOKEN_TRANSFER'] as const)),
    ...(body.calldata === undefined && body.programId === undefined ? [] : (['CONTRACT_CALL'] as const)),
  ];
  if (fitting.length > 1) return refuse(inside(place, 'type'), 'ambiguous', 'must be named: more than one fits');
  return fitting[0] ?? 'TRANSFER';
}

function readInstruction(batch: Reading, body: InstructionBody, place: Place): PolicyRequest | undefined {
  const type = body.type ?? inferredType(body, place);
  if (type === undefined) return undefined;
  if (!BATCHABLE.includes(type)) return refuse(inside(place, 'type'), 'enum', `must be one of ${BATCHABLE.join(', ')}`);
  if (body.chain !== undefined && body.chain !== batch.at.chain)
    refuse(inside(place, 'chain'), 'conflict', 'is not the chain of the batch');
  if (body.network !== undefined && body.network !== batch.at.network) {
    refuse(inside(place, 'network'), 'conflict', 'is not the network of the batch');
  }
  return readPart({ ...batch, type }, body, place);
}

function readBatch(reading: Reading, body: RequestBody, place: Place): PolicyRequest {
  const here = inside(place, 'instructions');
  const given = body.instructions ?? [];
  if (body.instructions !== undefined && given.length < 2) refuse(here, 'length', 'must have 2 to 20 entries');
  const instructions = given.flatMap((one, index) => readInstruction(reading, one, inside(here, index)) ?? []);
  return { ...readPart(reading, body, place), instructions };
}

type SolanaInstruction = NonNullable<RequestBody['preInstructions']>[number];

function asCall({ programId, data, accounts }: SolanaInstruction): InstructionBody {
  return { type: 'CONTRACT_CALL', programId, instructionData: data, ...(accounts === undefined ? {} : { accounts }) };
}

/** A call with instructions around it is all of them, one after the other. */
function readSurroundedCall(reading: Reading, body: RequestBody, place: Place): PolicyRequest {
  const { preInstructions = [], postInstructions = [], ...own } = body;
  const call = readPart(reading, own, place);
  if (preInstructions.length + postInstructions.length === 0) return call;
  if (reading.at.chain !== 'solana') refuse(inside(place, 'preInstructions'), 'forbidden', 'belongs to Solana calls');
  const read = (list: readonly SolanaInstruction[], member: string): readonly PolicyRequest[] =>
    list.map((one, index) => readPart(reading, asCall(one), inside(inside(place, member), index)));
  const { chain, network } = call;
  const instructions = [...read(preInstructions, 'preInstructions'), call, ...read(postInstructions, 'postInstructions')];
  return { type: 'BATCH', chain, ...(network === undefined ? {} : { network }), instructions };
}

function firstAddress(body: RequestBody): string | undefined {
  const own = body.contractAddress ?? body.programId ?? body.to ?? body.spender ?? body.token?.address;
  return own ?? body.instructions?.map((one) => firstAddress(one)).find((one) => one !== undefined);
}

function placeOf(type: RequestType, body: RequestBody, place: Place): RequestPlace | undefined {
  const address = firstAddress(body);
  const chain = chainOfPlace(body, place) ?? (address === undefined ? undefined : chainOfAddress(address));
  if (chain !== undefined) return { chain, network: body.network };
  if (CHAINLESS.has(type)) return { chain: 'ethereum', network: body.network };
  return refuse(inside(place, 'chain'), 'required', 'is missing');
}

/** Turns a request of either form into the form that is judged. */
export function readRequest(body: RequestBody, context: PolicyContext, place: Place): PolicyRequest | undefined {
  const type = body.type ?? 'TRANSFER';
  const at = placeOf(type, body, place);
  if (at === undefined) return undefined;
  const reading: Reading = { type, at, context };
  if (type === 'BATCH') return readBatch(reading, body, place);
  if (type === 'CONTRACT_CALL') return readSurroundedCall(reading, body, place);
  return readPart(reading, body, place);
}
