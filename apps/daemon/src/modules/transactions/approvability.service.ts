import { Injectable } from '@nestjs/common';
import type { LedgerView, NewTransaction, SendContext, WalletSnapshot } from '@waiaas/pipeline';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { OwnerChallengeService } from '../owners/owner-challenge.service.js';
import { ApprovalSubjectService } from './approval-subject.service.js';

/** Whether an owner could be asked about a request that is not written yet, and how much may be asked at once. */
@Injectable()
export class Approvability {
  constructor(
    private readonly subject: ApprovalSubjectService,
    private readonly challenges: OwnerChallengeService,
    private readonly settings: RuntimeSettings,
  ) {}

  /** What a decision about a new request goes by, where it has to wait for somebody. */
  context({ wallet, policySetVersion }: LedgerView): Pick<SendContext, 'canBeApproved' | 'mostWaiting'> {
    return {
      canBeApproved: (row) => this.#canBeApproved(row, wallet, policySetVersion),
      mostWaiting: {
        session: this.settings.get('transactions.max_waiting_per_session'),
        wallet: this.settings.get('transactions.max_waiting_per_wallet'),
      },
    };
  }

  async #canBeApproved(row: NewTransaction, wallet: WalletSnapshot, policySetVersion: number): Promise<boolean> {
    return this.challenges.canBeApproved(await this.subject.describe(row, policySetVersion), wallet);
  }
}
