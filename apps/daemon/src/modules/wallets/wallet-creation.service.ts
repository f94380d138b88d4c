import { Inject, Injectable } from '@nestjs/common';
import type { PolicyPreset } from '@waiaas/api-types';
import {
  canonicalAddress,
  type Chain,
  DomainError,
  type Environment,
  type KeyCeiling,
  type KeyCustodyPort,
  type KeyIdentity,
  type KeyMaterial,
  type SealedKey,
  type SignerPort,
  validationError,
} from '@waiaas/core';
import { presetPolicies } from '@waiaas/policy';
import type { Actor } from '../../common/auth/actor.js';
import { demandStepUp } from '../../common/auth/step-up.js';
import { Clock } from '../../common/time/clock.js';
import { IdSource } from '../../common/time/id-source.js';
import { KEY_CUSTODY, SIGNER } from '../../infra/signer/signer.token.js';
import type { NewPolicy } from '../policies/policy-changes.service.js';
import { type CreatedWallet, WalletBirth } from './wallet-birth.service.js';

export interface WalletRequest {
  readonly name: string;
  readonly chain: Chain;
  readonly environment: Environment;
  readonly createSession: boolean;
  readonly policyPreset: PolicyPreset | undefined;
}

/** No limits: the format carries them from the first key on, and raising them is an act of its own. */
const OPEN_CEILING: KeyCeiling = {
  chainIds: null,
  maxNativePerSignature: null,
  maxNativePerDay: null,
  maxFeePerSignature: null,
  signaturesPerMinute: null,
  kinds: null,
  owner: null,
};

/** Makes the key first: a sealed key that no row names is nothing, a wallet without a key would be a place to lose money. */
@Injectable()
export class WalletCreation {
  constructor(
    private readonly birth: WalletBirth,
    @Inject(SIGNER) private readonly signer: SignerPort,
    @Inject(KEY_CUSTODY) private readonly custody: KeyCustodyPort,
    private readonly ids: IdSource,
    private readonly clock: Clock,
  ) {}

  async create(request: WalletRequest, actor: Actor): Promise<CreatedWallet> {
    return this.#make(request, actor, 'WALLET_CREATED', (identity) => this.signer.createKey(identity, OPEN_CEILING));
  }

  async import(request: WalletRequest, material: KeyMaterial, actor: Actor): Promise<CreatedWallet> {
    const { expectedAddress } = material;
    if (expectedAddress !== undefined && canonicalAddress(request.chain, expectedAddress) === undefined) {
      throw new DomainError('INVALID_ADDRESS', { hint: 'expectedAddress is an address of the chain of the wallet.' });
    }
    return this.#make(request, actor, 'WALLET_IMPORTED', (identity) => this.custody.importKey(identity, OPEN_CEILING, material));
  }

  async #make(
    request: WalletRequest,
    actor: Actor,
    act: 'WALLET_CREATED' | 'WALLET_IMPORTED',
    makeKey: (identity: KeyIdentity) => Promise<SealedKey>,
  ): Promise<CreatedWallet> {
    const { name, chain, environment } = request;
    // No key is made for a request that is going to be refused.
    if (environment === 'mainnet' && request.createSession) demandStepUp(actor);
    const policyPreset = presetFor(request);
    this.#refuseRealMoneyUnderProvisionedPassword(environment);
    const id = this.ids.next();
    const policies = policiesOf(policyPreset, id);
    const key = await makeKey({ walletId: id, chain, environment });
    const wallet = { id, name, chain, environment, policyPreset, address: key.address, createdAt: this.clock.nowSeconds() };
    return this.birth.write({ wallet, key, policies, withSession: request.createSession, act }, actor);
  }

  /** Whoever reads `recovery.key` opens the vault: the password lies beside the data until a person has chosen one. */
  #refuseRealMoneyUnderProvisionedPassword(environment: Environment): void {
    if (environment !== 'mainnet' || !this.custody.isPasswordProvisioned()) return;
    throw new DomainError('PASSWORD_NOT_SET', {
      hint: 'Set a master password of your own with PUT /v1/admin/master-password, then make the mainnet wallet.',
    });
  }
}

function presetFor({ environment, policyPreset }: WalletRequest): PolicyPreset {
  if (policyPreset === 'testnet' && environment === 'mainnet') {
    throw validationError([{ path: 'policyPreset', code: 'mainnet', message: 'testnet is no preset for a mainnet wallet' }]);
  }
  return policyPreset ?? (environment === 'mainnet' ? 'guarded' : 'testnet');
}

function policiesOf(preset: PolicyPreset, walletId: string): readonly NewPolicy[] {
  return presetPolicies(preset).map(({ type, rules, priority }) => ({ walletId, type, rules, priority }));
}
