import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { AgentPromptResponse, McpTokenResponse } from '@waiaas/api-types';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { AgentPromptDto, McpTokenDto } from './dto/handover.dto.js';
import { Handover } from './handover.service.js';

@Controller('v1')
export class HandoverController {
  constructor(private readonly handover: Handover) {}

  @Post('mcp/tokens')
  @HttpCode(201)
  @Auth('master', { closedWhenLocked: true, stepUp: 'sometimes' })
  async mcpToken(@Body() dto: McpTokenDto, @CurrentActor() actor: Actor): Promise<McpTokenResponse> {
    return this.handover.mcpToken(dto.walletId, dto.expiresIn, actor);
  }

  @Post('admin/agent-prompt')
  @HttpCode(201)
  @Auth('master', { closedWhenLocked: true, stepUp: 'sometimes' })
  async prompt(@Body() dto: AgentPromptDto, @CurrentActor() actor: Actor): Promise<AgentPromptResponse> {
    return this.handover.prompt(dto.walletIds, dto.ttl, actor);
  }
}
