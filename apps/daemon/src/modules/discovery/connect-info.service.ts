import { Injectable } from '@nestjs/common';
import type { ConnectInfoResponse } from '@waiaas/api-types';
import type { SessionActor } from '../../common/auth/actor.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { VERSION } from '../../config/version.js';
import { PublicOrigin } from '../owners/public-origin.port.js';
import { PoliciesService } from '../policies/policies.service.js';
import { zeroForNever } from '../sessions/sessions.mapper.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { WalletsService } from '../wallets/wallets.service.js';
import { agentPrompt } from './agent-prompt.js';
import { CAPABILITIES } from './capabilities.js';
import { chainIdsOf, toConnectPolicy, toConnectWallet } from './connect-info.mapper.js';

@Injectable()
export class ConnectInfoService {
  constructor(
    private readonly sessions: SessionsService,
    private readonly wallets: WalletsService,
    private readonly policies: PoliciesService,
    private readonly settings: RuntimeSettings,
    private readonly origin: PublicOrigin,
  ) {}

  /** Everything a session may know of itself: its wallets, what they are judged by, and what can be asked here. */
  async describe(actor: SessionActor): Promise<ConnectInfoResponse> {
    const [session, stored, policies] = await Promise.all([
      this.sessions.get(actor.sessionId),
      this.wallets.list(actor, {}),
      this.policies.inForce(actor.walletIds),
    ]);
    const wallets = stored.map(toConnectWallet);
    const baseUrl = this.origin.current();
    return {
      session: { id: session.id, expiresAt: zeroForNever(session.expiresAt), source: session.source },
      wallets,
      policies: Object.fromEntries([...policies].map(([walletId, rows]) => [walletId, rows.map(toConnectPolicy)])),
      capabilities: CAPABILITIES,
      defaultDeny: this.#defaultDeny(),
      daemon: { version: VERSION, baseUrl },
      rpcProxy: null,
      supportedChainIds: chainIdsOf(stored),
      prompt: agentPrompt(baseUrl, wallets),
    };
  }

  #defaultDeny(): ConnectInfoResponse['defaultDeny'] {
    return {
      tokenTransfers: this.settings.get('policy.default_deny_tokens'),
      contractCalls: this.settings.get('policy.default_deny_contracts'),
      tokenApprovals: this.settings.get('policy.default_deny_spenders'),
      x402Domains: this.settings.get('policy.default_deny_x402_domains'),
    };
  }
}
