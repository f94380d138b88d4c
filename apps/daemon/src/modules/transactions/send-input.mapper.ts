import { encodeConstructorArguments } from '@waiaas/chain-evm';
import type { SendRequest } from '@waiaas/api-types';
import type { SendInput } from '@waiaas/pipeline';

/** The body as the pipeline reads it. Values for a constructor become bytes here: nothing later looks at an ABI. */
export function toSendInput(body: SendRequest): SendInput {
  const { constructorArgs, ...rest } = body;
  if (constructorArgs === undefined) return rest;
  return {
    ...rest,
    constructorArgs:
      typeof constructorArgs === 'string' ? constructorArgs : encodeConstructorArguments(body.abi ?? [], constructorArgs),
  };
}
