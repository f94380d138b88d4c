import type { EvmPayload } from '../payloads/evm-payload.js';
import type { Outlay, Payment } from './outlay.js';

/**
 * An account without code pays out exactly the value of its transactions and their fee, whatever the called contract does: calls it
 * makes spend its own coin. Tokens are no coin and are not counted here.
 */
export function evmOutlay(payload: EvmPayload): Outlay {
  const chain = `eip155:${payload.chainId.toString()}`;
  return {
    chain,
    slot: `${chain}/${payload.nonce.toString()}`,
    value: payload.value,
    fee: payload.gasLimit * payload.maxGasPrice,
    payment: paymentOf(payload),
    paysOnly: (address) => paysOnly(payload, address.toLowerCase()),
  };
}

/** `transfer(address,uint256)` of ERC-20. */
const TRANSFER = /^a9059cbb0{24}([0-9a-f]{40})[0-9a-f]{64}$/;

function paysOnly({ to, value, data }: EvmPayload, address: string): boolean {
  if (data.length === 0) return to?.toLowerCase() === address;
  const [, recipient] = TRANSFER.exec(Buffer.from(data).toString('hex')) ?? [];
  return value === 0n && to !== undefined && recipient !== undefined && `0x${recipient}` === address;
}

function paymentOf({ to, value, data }: EvmPayload): Payment | null {
  if (to === undefined) return null;
  const calldata = `0x${Buffer.from(data).toString('hex')}`;
  return { type: data.length === 0 ? 'TRANSFER' : 'CONTRACT_CALL', to, amount: value, calldata, memo: null };
}
