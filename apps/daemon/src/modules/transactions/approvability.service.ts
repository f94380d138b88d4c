import { Injectable } from '@nestjs/common';
import type { NewTransaction, WalletSnapshot } from '@waiaas/pipeline';
import { OwnerChallengeService } from '../owners/owner-challenge.service.js';
import { ApprovalSubjectService } from './approval-subject.service.js';

/** Whether an owner could be asked about a request that is not written yet. */
@Injectable()
export class Approvability {
  constructor(
    private readonly subject: ApprovalSubjectService,
    private readonly challenges: OwnerChallengeService,
  ) {}

  async canBeApproved(row: NewTransaction, wallet: WalletSnapshot, policySetVersion: number): Promise<boolean> {
    return this.challenges.canBeApproved(await this.subject.describe(row, policySetVersion), wallet);
  }
}
