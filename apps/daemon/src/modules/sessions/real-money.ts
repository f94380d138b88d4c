import type { Actor } from '../../common/auth/actor.js';
import { demandStepUp } from '../../common/auth/step-up.js';
import type { LinkedWallet } from './sessions.repository.js';

/** A token for a mainnet wallet is money in somebody's hand: a stolen cookie must not be enough to make one. */
export function demandStepUpForRealMoney(actor: Actor, wallets: readonly LinkedWallet[]): void {
  if (wallets.some(({ environment }) => environment === 'mainnet')) demandStepUp(actor);
}
