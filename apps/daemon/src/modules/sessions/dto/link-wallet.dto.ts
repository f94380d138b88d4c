import type { LinkWalletRequest } from '@waiaas/api-types';
import { IsId } from '../../../common/validation/value.decorators.js';

export class LinkWalletDto implements LinkWalletRequest {
  @IsId()
  walletId!: string;
}
