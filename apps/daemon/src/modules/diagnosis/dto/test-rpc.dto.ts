import type { TestRpcRequest } from '@waiaas/api-types';
import { IsIn, ValidateBy } from 'class-validator';

const MAX_CHARACTERS = 2048;

function isHttpUrl(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > MAX_CHARACTERS || !URL.canParse(value)) return false;
  const { protocol } = new URL(value);
  return protocol === 'http:' || protocol === 'https:';
}

export class TestRpcDto implements TestRpcRequest {
  @ValidateBy({ name: 'isUrl', validator: { validate: isHttpUrl, defaultMessage: () => 'must be an http or https URL' } })
  url!: string;

  @IsIn(['solana', 'ethereum'])
  chain!: 'solana' | 'ethereum';
}
