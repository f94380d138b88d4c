import { Controller, Get, Param, Query } from '@nestjs/common';
import type {
  LimitsOverviewResponse,
  SpendingHistoryResponse,
  ValueResponse,
  WalletHoldingsResponse,
  WalletLimitsResponse,
  WorstCaseResponse,
} from '@waiaas/api-types';
import { Auth } from '../../common/auth/auth.decorator.js';
import { Clock } from '../../common/time/clock.js';
import { toNetworkAssets } from '../wallets/wallet-reads.mapper.js';
import { WalletReads } from '../wallets/wallet-reads.service.js';
import { SpendingQuery } from './dto/spending.query.js';
import { LimitsService } from './limits.service.js';
import { SpendingHistory } from './spending-history.service.js';
import { Valuation } from './valuation.service.js';
import { WorstCases } from './worst-case.service.js';

const DEFAULT_DAYS = 30;

/** Money from above, for master: what there is, what went, what may still go, and what a thief could take. Reads only. */
@Controller('v1/admin')
export class OversightController {
  constructor(
    private readonly limits: LimitsService,
    private readonly history: SpendingHistory,
    private readonly values: Valuation,
    private readonly worstCases: WorstCases,
    private readonly wallets: WalletReads,
    private readonly clock: Clock,
  ) {}

  @Get('limits')
  @Auth('master')
  async overview(): Promise<LimitsOverviewResponse> {
    return this.limits.overview();
  }

  @Get('spending')
  @Auth('master')
  async spending(@Query() query: SpendingQuery): Promise<SpendingHistoryResponse> {
    return this.history.read(query.days ?? DEFAULT_DAYS);
  }

  @Get('value')
  @Auth('master')
  async value(): Promise<ValueResponse> {
    return this.values.overview();
  }

  @Get('wallets/:id/limits')
  @Auth('master')
  async ofWallet(@Param('id') id: string): Promise<WalletLimitsResponse> {
    return this.limits.ofWallet(id);
  }

  @Get('wallets/:id/assets')
  @Auth('master')
  async assets(@Param('id') id: string): Promise<WalletHoldingsResponse> {
    const wallet = await this.wallets.wallet(id);
    const { chain, environment } = wallet;
    const answers = await this.wallets.assetsEverywhere(wallet);
    const networkAssets = answers.map((answer) => toNetworkAssets(answer, 'USD'));
    return { walletId: id, chain, environment, asOf: this.clock.nowSeconds(), networkAssets };
  }

  @Get('wallets/:id/worst-case')
  @Auth('master', { bucket: 'analysis' })
  async worstCase(@Param('id') id: string): Promise<WorstCaseResponse> {
    return this.worstCases.of(id);
  }
}
