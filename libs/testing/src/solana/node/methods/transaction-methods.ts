import { VersionedTransaction } from '@solana/web3.js';
import { base58 } from '@scure/base';
import {
  addressParam,
  commitmentOf,
  isRecord,
  optionsOf,
  visibleSlot,
  withContext,
  type Call,
  type MethodTable,
} from '../call.js';
import { encodeAccount } from '../encoded-account.js';
import { invalidParams, RpcError } from '../rpc-error.js';
import type { SimulatedExecution, StoredAccount } from '../svm-bank.js';
import type { LandedTransaction } from '../test-chain.js';
import { printTransaction } from '../printed-transaction.js';

const MAX_WIRE_BYTES = 1232;
const MAX_SIGNATURES = 256;

function wireBytes(call: Call, options: Readonly<Record<string, unknown>>): Uint8Array {
  const text = call.params[0];
  if (typeof text !== 'string') throw invalidParams('Invalid params: expected a transaction');
  const bytes = options['encoding'] === 'base64' ? Buffer.from(text, 'base64') : Buffer.from(base58.decode(text));
  if (bytes.length > MAX_WIRE_BYTES) throw invalidParams(`base64 encoded too large: ${String(bytes.length)} bytes`);
  try {
    VersionedTransaction.deserialize(bytes);
  } catch {
    throw invalidParams('failed to deserialize solana_transaction::versioned::VersionedTransaction');
  }
  return bytes;
}

const TEXTS: Readonly<Record<string, string>> = {
  AlreadyProcessed: 'This transaction has already been processed',
  BlockhashNotFound: 'Blockhash not found',
  AccountNotFound: 'Attempt to debit an account but found no record of a prior credit.',
  InsufficientFundsForFee: 'Insufficient funds for fee',
};

function dryRun(
  call: Call,
  bytes: Uint8Array,
  checks: { readonly sigVerify: boolean; readonly blockhash: boolean },
): SimulatedExecution {
  const { message, signatures } = VersionedTransaction.deserialize(bytes);
  const failed = (err: string): SimulatedExecution => ({ err, logs: [], unitsConsumed: 0, accounts: [] });
  if (call.chain.landed(base58.encode(signatures[0] ?? new Uint8Array(64))) !== undefined) return failed('AlreadyProcessed');
  const isKnown = call.chain.blockhashes.isValid(message.recentBlockhash, visibleSlot(call, 'processed'));
  if (checks.blockhash && !isKnown) return failed('BlockhashNotFound');
  return call.chain.bank.simulate(bytes, checks.sigVerify);
}

function preflight(call: Call, bytes: Uint8Array): void {
  const { err, logs, unitsConsumed } = dryRun(call, bytes, { sigVerify: true, blockhash: true });
  if (err === null) return;
  if (err === 'SignatureFailure') throw new RpcError(-32003, 'Transaction signature verification failure');
  const text = typeof err === 'string' ? (TEXTS[err] ?? err) : 'Error processing Instruction';
  throw new RpcError(-32002, `Transaction simulation failed: ${text}`, { accounts: null, err, logs, unitsConsumed });
}

// Like a validator: with skipPreflight whatever parses is acknowledged, and only a status tells whether it landed.
function send(call: Call): string {
  const options = optionsOf(call, 1);
  const bytes = wireBytes(call, options);
  if (options['skipPreflight'] !== true) preflight(call, bytes);
  if (call.faults.drop > 0) {
    call.faults.drop -= 1;
    return base58.encode(VersionedTransaction.deserialize(bytes).signatures[0] ?? new Uint8Array(64));
  }
  return call.chain.submit(bytes);
}

function simulate(call: Call): unknown {
  const options = optionsOf(call, 1);
  const bytes = wireBytes(call, options);
  const replaces = options['replaceRecentBlockhash'] === true;
  const run = dryRun(call, bytes, { sigVerify: options['sigVerify'] === true, blockhash: !replaces });
  const { err, logs, unitsConsumed } = run;
  const wanted = isRecord(options['accounts']) ? options['accounts']['addresses'] : undefined;
  const accounts = Array.isArray(wanted) ? wanted.map((address) => accountAfter(call, run.accounts, String(address))) : null;
  const replacement = replaces ? { replacementBlockhash: call.chain.blockhashes.at(visibleSlot(call, 'processed')) } : {};
  return withContext(call, options, {
    err,
    logs,
    unitsConsumed,
    accounts,
    returnData: null,
    innerInstructions: null,
    ...replacement,
  });
}

function accountAfter(call: Call, changed: readonly StoredAccount[], address: string): unknown {
  const account = changed.find((candidate) => candidate.address === address) ?? call.chain.bank.account(address);
  return account === undefined ? null : encodeAccount(call.chain.bank, account, { encoding: 'base64' });
}

function statusOf(call: Call, landed: LandedTransaction | undefined): unknown {
  const newest = visibleSlot(call, 'processed');
  if (landed === undefined || landed.slot > newest) return null;
  const confirmationStatus = call.chain.commitmentOf(landed.slot, newest);
  return {
    slot: landed.slot,
    confirmations: confirmationStatus === 'finalized' ? null : newest - landed.slot,
    err: landed.err,
    status: landed.err === null ? { Ok: null } : { Err: landed.err },
    confirmationStatus,
  };
}

function statuses(call: Call): unknown {
  const signatures = call.params[0];
  if (!Array.isArray(signatures)) throw invalidParams('Invalid params: expected a list');
  if (signatures.length > MAX_SIGNATURES) throw invalidParams(`Too many inputs provided; max ${String(MAX_SIGNATURES)}`);
  const value = signatures.map((signature) => statusOf(call, call.chain.landed(String(signature))));
  return withContext(call, { commitment: 'processed' }, value);
}

function isVisible(call: Call, landed: LandedTransaction, options: Readonly<Record<string, unknown>>): boolean {
  return landed.slot <= visibleSlot(call, commitmentOf(options));
}

function transaction(call: Call): unknown {
  const given = call.params[1];
  const options = typeof given === 'string' ? { encoding: given } : optionsOf(call, 1);
  const landed = call.chain.landed(String(call.params[0]));
  return landed === undefined || !isVisible(call, landed, options) ? null : printTransaction(landed, options);
}

function signaturesFor(call: Call): unknown {
  const options = optionsOf(call, 1);
  return call.chain
    .landedFor(addressParam(call, 0))
    .filter((landed) => isVisible(call, landed, options))
    .slice(0, Number(options['limit'] ?? 1000))
    .map((landed) => ({
      signature: landed.signature,
      slot: landed.slot,
      err: landed.err,
      memo: null,
      blockTime: landed.unixSeconds,
      confirmationStatus: call.chain.commitmentOf(landed.slot, visibleSlot(call, 'processed')),
    }));
}

export const TRANSACTION_METHODS: MethodTable = {
  sendTransaction: send,
  simulateTransaction: simulate,
  getSignatureStatuses: statuses,
  getTransaction: transaction,
  getSignaturesForAddress: signaturesFor,
};
