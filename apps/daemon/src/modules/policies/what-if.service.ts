import { Injectable } from '@nestjs/common';
import { defaultNetwork, validationError } from '@waiaas/core';
import { POLICY_SETTINGS_DEFAULTS, type DecisionResult, type WhatIfBackground, type WhatIfInput } from '@waiaas/policy';
import { type Actor, actorLabel } from '../../common/auth/actor.js';
import { Clock } from '../../common/time/clock.js';
import { type Ask, JudgingThread } from './judging-thread.service.js';
import { LivePrices } from './live-prices.service.js';
import { PolicySettingsReader } from './policy-settings.service.js';
import type { ReadWhatIf } from './what-if-task.js';
import { type WhatIfWallet, WhatIfWallets } from './what-if-wallets.service.js';

const MAX_ISSUES = 50;

type AcceptedWhatIf = ReadWhatIf & { readonly input: WhatIfInput };

/**
 * Judges a request that nobody made, by the function that judges real ones. Parts that were left out are those of the stored
 * wallet; for a label that names none they are empty. Nothing is written and nothing reserved.
 */
@Injectable()
export class WhatIfService {
  constructor(
    private readonly thread: JudgingThread,
    private readonly wallets: WhatIfWallets,
    private readonly prices: LivePrices,
    private readonly settings: PolicySettingsReader,
    private readonly clock: Clock,
  ) {}

  async evaluate(body: unknown, actor: Actor): Promise<DecisionResult> {
    return this.thread.inTurn(actorLabel(actor), async (ask) => {
      const read = await ask({ kind: 'read', body });
      if (read.input === undefined) throw validationError(read.issues.slice(0, MAX_ISSUES), 'See GET /doc.');
      const wallet = await this.wallets.find(read.input.walletId);
      return wallet === undefined
        ? this.#judgeLabel(ask, read.input)
        : this.#judgeWallet(ask, wallet, { ...read, input: read.input });
    });
  }

  async #judgeLabel(ask: Ask, input: WhatIfInput): Promise<DecisionResult> {
    const background = { ...this.#empty(), settings: POLICY_SETTINGS_DEFAULTS };
    return (await ask({ kind: 'judge', input, background })).result;
  }

  async #judgeWallet(ask: Ask, wallet: WhatIfWallet, read: AcceptedWhatIf): Promise<DecisionResult> {
    const input = onNetworkOf(wallet, read.input);
    const background = await this.#backgroundOf(wallet, read);
    const first = await ask({ kind: 'judge', input, background });
    if (input.prices !== undefined && input.context !== undefined) return first.result;
    // What has to be priced and looked up is known once the request was taken apart; the verdict is formed anew with it.
    const context = await this.wallets.context(first, input.request.network);
    const prices = await this.prices.of(first.spends, input.history ?? background.history);
    return (await ask({ kind: 'judge', input, background: { ...background, context, prices } })).result;
  }

  async #backgroundOf(wallet: WhatIfWallet, { input, windows }: AcceptedWhatIf): Promise<WhatIfBackground> {
    const live = input.policies === undefined ? await this.wallets.policies(wallet) : { rows: [], windows };
    const background = { ...this.#empty(), ownerState: wallet.ownerState, policies: live.rows };
    if (input.history !== undefined || live.windows === undefined) return background;
    return { ...background, history: await this.wallets.history(wallet, input.now ?? background.now, live.windows) };
  }

  #empty(): WhatIfBackground {
    const settings = this.settings.current();
    return { policies: [], history: [], now: this.clock.nowSeconds(), prices: [], context: {}, settings, ownerState: 'NONE' };
  }
}

/** A request of a stored Solana wallet may leave out the network, as where it is sent. */
function onNetworkOf(wallet: WhatIfWallet, input: WhatIfInput): WhatIfInput {
  const { request } = input;
  const network = request.chain === wallet.chain ? defaultNetwork(wallet.chain, wallet.environment)?.name : undefined;
  if (request.network !== undefined || network === undefined) return input;
  const instructions = request.instructions?.map((one) => ({ ...one, network }));
  return { ...input, request: { ...request, network, ...(instructions === undefined ? {} : { instructions }) } };
}
