import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import type { ConnectInfoResponse, EncodeCalldataResponse } from '@waiaas/api-types';
import { encodeCalldata } from '@waiaas/chain-evm';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { asSession } from '../../common/auth/wallet-scope.js';
import { ConnectInfoService } from './connect-info.service.js';
import { EncodeCalldataDto } from './dto/encode-calldata.dto.js';

/** What an agent asks before it acts: what this session may use, and how a call is written. */
@Controller('v1')
export class DiscoveryController {
  constructor(private readonly connectInfo: ConnectInfoService) {}

  @Get('connect-info')
  @Auth('session')
  async describe(@CurrentActor() actor: Actor): Promise<ConnectInfoResponse> {
    return this.connectInfo.describe(asSession(actor));
  }

  @Post('utils/encode-calldata')
  @HttpCode(200)
  @Auth('session')
  encode(@Body() { abi, functionName, args }: EncodeCalldataDto): EncodeCalldataResponse {
    return { ...encodeCalldata({ abi, functionName, args: args ?? [] }), functionName };
  }
}
