import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import type { OracleStatusResponse, RpcStatusResponse, StatsResponse, TestRpcResponse } from '@waiaas/api-types';
import { NETWORKS } from '@waiaas/core';
import { Auth } from '../../common/auth/auth.decorator.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { ChainRegistry } from '../../infra/chains/chain-registry.js';
import { PriceService } from '../../infra/prices/price.service.js';
import { TestRpcDto } from './dto/test-rpc.dto.js';
import { RpcProbe } from './rpc-probe.service.js';
import { StatsRepository } from './stats.repository.js';

/** What an operator looks at when something is wrong outside. */
@Controller('v1/admin')
export class DiagnosisController {
  constructor(
    private readonly chains: ChainRegistry,
    private readonly prices: PriceService,
    private readonly settings: RuntimeSettings,
    private readonly probes: RpcProbe,
    private readonly figures: StatsRepository,
  ) {}

  @Post('settings/test-rpc')
  @HttpCode(200)
  @Auth('master')
  async testRpc(@Body() dto: TestRpcDto): Promise<TestRpcResponse> {
    return this.probes.probe(dto.url, dto.chain);
  }

  /** Every network with endpoints; their state is known from the first use on. */
  @Get('rpc-status')
  @Auth('master')
  rpcStatus(): RpcStatusResponse {
    const known = this.chains.status();
    const configured = NETWORKS.filter(({ name }) => this.chains.isConfigured(name));
    return {
      networks: configured.map(({ name, chain, caip2 }) => ({
        network: name,
        chain,
        chainId: caip2,
        endpoints: known
          .filter(({ network }) => network === name)
          .map(({ url, isHealthy, problem, score }) => ({ url, isHealthy, problem, score })),
      })),
    };
  }

  @Get('oracle-status')
  @Auth('master')
  oracleStatus(): OracleStatusResponse {
    const fixed = this.settings.get('prices.fixed');
    return {
      sources: this.prices.status().map((source) => ({ ...source })),
      fixed: Object.entries(fixed).map(([asset, { usd, setAt }]) => ({ asset, usd, setAt })),
    };
  }

  @Get('stats')
  @Auth('master')
  async stats(): Promise<StatsResponse> {
    return this.figures.read();
  }
}
