import type { NativeTransfer } from '@waiaas/core';
import { hex, type EvmCall } from './evm-call.js';

export function buildTransfer(body: NativeTransfer): EvmCall {
  return { to: hex(body.to), value: BigInt(body.amount), data: '0x' };
}
