import { Injectable } from '@nestjs/common';
import type { PolicySettings } from '@waiaas/policy';
import { RuntimeSettings } from '../../config/runtime-settings.js';

/** The `policy.*` settings in the shape the engine takes, as they are in force now. */
@Injectable()
export class PolicySettingsReader {
  constructor(private readonly settings: RuntimeSettings) {}

  current(): PolicySettings {
    return {
      defaultDenyTokens: this.settings.get('policy.default_deny_tokens'),
      defaultDenyContracts: this.settings.get('policy.default_deny_contracts'),
      defaultDenySpenders: this.settings.get('policy.default_deny_spenders'),
      defaultDenyX402Domains: this.settings.get('policy.default_deny_x402_domains'),
      defaultDenyErc8128Domains: this.settings.get('policy.default_deny_erc8128_domains'),
      defaultDenyVenues: this.settings.get('policy.default_deny_venues'),
      signMessageDefaultTier: this.settings.get('policy.sign_message_default_tier'),
      typedDataDefaultTier: this.settings.get('policy.typed_data_default_tier'),
      defaultDelaySeconds: this.settings.get('policy.default_delay_seconds'),
      defaultApprovalTimeoutSeconds: this.settings.get('policy.default_approval_timeout_seconds'),
      defaultErc8128Rpm: this.settings.get('policy.default_erc8128_rpm'),
    };
  }
}
