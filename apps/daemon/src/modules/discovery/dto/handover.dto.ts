import type { AgentPromptRequest, McpTokenRequest } from '@waiaas/api-types';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsInt, Max, Min } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { IsId } from '../../../common/validation/value.decorators.js';

const MIN_SECONDS = 300;
/** The MCP server takes no token that lives for more than a year. */
const MAX_SECONDS = 31_536_000;
const MAX_WALLETS = 100;

export class McpTokenDto implements McpTokenRequest {
  @IsId()
  walletId!: string;

  @Optional()
  @IsInt()
  @Min(MIN_SECONDS)
  @Max(MAX_SECONDS)
  expiresIn?: number;
}

export class AgentPromptDto implements AgentPromptRequest {
  @Optional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_WALLETS)
  @IsId({ each: true })
  walletIds?: string[];

  @Optional()
  @IsInt()
  @Min(MIN_SECONDS)
  @Max(MAX_SECONDS)
  ttl?: number;
}
