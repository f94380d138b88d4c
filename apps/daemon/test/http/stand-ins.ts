import { type Alongside, DomainError, type KeyCeiling, type PasswordChangeOrder, type SealContext } from '@waiaas/core';
import type { OwnerProof } from '../../src/common/auth/actor.js';
import { KillSwitchState, type KillSwitchPosition } from '../../src/common/auth/kill-switch-state.js';
import { OwnerProofVerifier, type ExpectedAct, type OwnerHeaders } from '../../src/common/auth/owner-proof-verifier.js';
import { Clock } from '../../src/common/time/clock.js';
import type { ChainRegistry } from '../../src/infra/chains/chain-registry.js';
import type { Database } from '../../src/infra/prisma/database.js';
import { FakeAuditSigner } from '../audit-signer.js';
import { NO_CEILING } from '../signer/no-ceiling.js';

/** Seals by naming the place it seals for, so that a value opened elsewhere fails; counts the dear calls. */
export class FakeSigner extends FakeAuditSigner {
  verifications = 0;
  unlocked = true;
  /** Lets a test hold verifications open. */
  before: () => Promise<void> = async () => undefined;

  constructor(
    private password: string,
    private readonly database: Database,
  ) {
    super();
  }

  isUnlocked(): boolean {
    return this.unlocked;
  }

  isPasswordProvisioned(): boolean {
    return false;
  }

  isPasswordFromEnvironment(): boolean {
    return false;
  }

  async verifyPassword(password: string): Promise<boolean> {
    this.verifications += 1;
    await this.before();
    return password === this.password;
  }

  async ceilingOf(): Promise<KeyCeiling> {
    return NO_CEILING;
  }

  isWaitingForPassword(): boolean {
    return false;
  }

  holdsEarlier(): boolean {
    return false;
  }

  async changePassword({ password, newPassword }: PasswordChangeOrder, alongside: Alongside): Promise<void> {
    if (password !== this.password) throw new DomainError('INVALID_MASTER_PASSWORD');
    await this.database.transaction(alongside);
    this.password = newPassword;
  }

  async seal(context: SealContext, plaintext: string): Promise<string> {
    return JSON.stringify([context, plaintext]);
  }

  async open(context: SealContext, sealed: string): Promise<string> {
    const [place, plaintext] = JSON.parse(sealed) as [SealContext, string];
    if (JSON.stringify(place) !== JSON.stringify(context)) throw new Error('sealed for another place');
    return plaintext;
  }
}

/** Stands still until a test moves it. */
export class TestClock extends Clock {
  #nowMs = Date.now();

  override nowMs(): number {
    return this.#nowMs;
  }

  advanceSeconds(seconds: number): void {
    this.#nowMs += seconds * 1000;
  }
}

export class FakeOwners extends OwnerProofVerifier {
  readonly asked: { headers: OwnerHeaders; expected: ExpectedAct }[] = [];

  /** The signature `good:<action>` stands for a signed challenge of that action. */
  override async verify(headers: OwnerHeaders, expected: ExpectedAct): Promise<OwnerProof> {
    this.asked.push({ headers, expected });
    if (headers.signature !== `good:${expected.action}`) throw new DomainError('INVALID_SIGNATURE');
    return { action: expected.action, address: 'OwnerAddress', chain: 'solana', nonce: 'n' };
  }
}

export class FakeKillSwitch extends KillSwitchState {
  position: KillSwitchPosition = 'ACTIVE';

  override state(): KillSwitchPosition {
    return this.position;
  }
}

export const NO_CHAINS: ChainRegistry = {
  isConfigured: () => false,
  endpointCount: () => 0,
  contracts: () => {
    throw new DomainError('ADAPTER_NOT_AVAILABLE');
  },
  raw: () => {
    throw new Error('no network');
  },
  isHealthy: async () => false,
  status: () => [],
  port: () => {
    throw new DomainError('ADAPTER_NOT_AVAILABLE');
  },
};
