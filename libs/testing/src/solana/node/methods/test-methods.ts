import { base58 } from '@scure/base';
import { addressParam, isRecord, optionsOf, type Call, type MethodTable } from '../call.js';
import { noFaults } from '../faults.js';
import { invalidParams } from '../rpc-error.js';

function numberParam(call: Call, index: number): number {
  const value = call.params[index];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw invalidParams('Invalid params: expected a number');
  return value;
}

/** Sets faults of the endpoint that is asked; `reset` clears them first. `hold` and `paused` are the whole chain's. */
function control(call: Call): unknown {
  const { reset, hold, paused, ...faults } = optionsOf(call, 0);
  if (reset === true) Object.assign(call.faults, noFaults());
  const unknown = Object.keys(faults).find((name) => !(name in call.faults));
  if (unknown !== undefined) throw invalidParams(`Invalid params: no fault is called ${unknown}`);
  Object.assign(call.faults, faults);
  if (typeof hold === 'boolean') call.chain.isHolding = hold;
  if (typeof paused === 'boolean') call.chain.isPaused = paused;
  return call.faults;
}

function tick(call: Call): number {
  for (let n = numberParam(call, 0); n > 0; n -= 1) call.chain.tick();
  return call.chain.slotAt('processed');
}

function execute(call: Call): unknown {
  const { err, logs } = call.chain.executeNow(Buffer.from(String(call.params[0]), 'base64'));
  return { err, logs };
}

function setAccount(call: Call): null {
  const account = call.params[1];
  if (!isRecord(account)) throw invalidParams('Invalid params: expected an account');
  const { data } = account;
  call.chain.bank.setAccount({
    address: addressParam(call, 0),
    lamports: BigInt(String(account['lamports'])),
    owner: String(account['owner']),
    data: Buffer.from(typeof data === 'string' ? data : '', 'base64'),
    executable: account['executable'] === true,
  });
  return null;
}

function credit(call: Call): string {
  const address = addressParam(call, 0);
  const { bank } = call.chain;
  const present = bank.account(address);
  const lamports = (present?.lamports ?? 0n) + BigInt(String(call.params[1]));
  const owner = present?.owner ?? base58.encode(new Uint8Array(32));
  bank.setAccount({
    address,
    lamports,
    owner,
    data: present?.data ?? new Uint8Array(),
    executable: present?.executable ?? false,
  });
  return lamports.toString();
}

/** Answers no fault touches: a test must always be able to reach the controls. */
export const TEST_METHODS: MethodTable = {
  test_control: control,
  test_calls: (call) => call.counts.get(String(call.params[0])) ?? 0,
  test_tick: tick,
  test_pending: (call) => call.chain.pendingCount(),
  test_dropPending: (call) => call.chain.dropPending(),
  test_snapshot: (call) => call.chain.snapshot(),
  test_rollback: (call) => call.chain.rollback(numberParam(call, 0)),
  test_execute: execute,
  test_setAccount: setAccount,
  test_credit: credit,
};
