import { base58 } from '@scure/base';
import { addressParam, checkAddress, isRecord, optionsOf, withContext, type Call, type MethodTable } from '../call.js';
import { encodeAccount } from '../encoded-account.js';
import { invalidParams } from '../rpc-error.js';
import type { StoredAccount } from '../svm-bank.js';

const MAX_ACCOUNTS = 100;

function accountInfo(call: Call): unknown {
  const options = optionsOf(call, 1);
  const account = call.chain.bank.account(addressParam(call, 0));
  return withContext(call, options, account === undefined ? null : encodeAccount(call.chain.bank, account, options));
}

function multipleAccounts(call: Call): unknown {
  const addresses = call.params[0];
  if (!Array.isArray(addresses)) throw invalidParams('Invalid params: expected a list');
  if (addresses.length > MAX_ACCOUNTS) throw invalidParams(`Too many inputs provided; max ${String(MAX_ACCOUNTS)}`);
  const options = optionsOf(call, 1);
  const accounts = addresses.map((address) => {
    const account = call.chain.bank.account(checkAddress(String(address)));
    return account === undefined ? null : encodeAccount(call.chain.bank, account, { encoding: 'base64', ...options });
  });
  return withContext(call, options, accounts);
}

function matches(account: StoredAccount, filter: unknown): boolean {
  if (!isRecord(filter)) throw invalidParams('Invalid params: expected a filter');
  if (typeof filter['dataSize'] === 'number') return account.data.length === filter['dataSize'];
  const memcmp = filter['memcmp'];
  if (!isRecord(memcmp)) throw invalidParams('Invalid params: unknown filter');
  const text = String(memcmp['bytes']);
  const wanted = memcmp['encoding'] === 'base64' ? Buffer.from(text, 'base64') : Buffer.from(base58.decode(text));
  const offset = Number(memcmp['offset']);
  return wanted.equals(Buffer.from(account.data.subarray(offset, offset + wanted.length)));
}

function programAccounts(call: Call): unknown {
  const options = optionsOf(call, 1);
  const filters = Array.isArray(options['filters']) ? options['filters'] : [];
  const found = call.chain.bank
    .programAccounts(addressParam(call, 0))
    .filter((account) => filters.every((filter) => matches(account, filter)))
    .map((account) => ({ pubkey: account.address, account: encodeAccount(call.chain.bank, account, options) }));
  return options['withContext'] === true ? withContext(call, options, found) : found;
}

function airdrop(call: Call): string {
  const lamports = call.params[1];
  if (typeof lamports !== 'number') throw invalidParams('Invalid params: expected lamports');
  return call.chain.airdrop(addressParam(call, 0), BigInt(lamports));
}

export const ACCOUNT_METHODS: MethodTable = {
  getBalance: (call) => withContext(call, optionsOf(call, 1), Number(call.chain.bank.balance(addressParam(call, 0)))),
  getAccountInfo: accountInfo,
  getMultipleAccounts: multipleAccounts,
  getProgramAccounts: programAccounts,
  requestAirdrop: airdrop,
};
