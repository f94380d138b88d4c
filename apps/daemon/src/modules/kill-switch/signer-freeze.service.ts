import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DomainError, type SignerFreezePort } from '@waiaas/core';
import { Logger } from '../../common/logging/logger.js';
import { RepeatingTask } from '../../common/time/repeating-task.js';
import { SIGNER_FREEZE } from '../../infra/signer/signer.token.js';
import { FrozenOwnersRepository } from './frozen-owners.repository.js';
import { KillSwitchService } from './kill-switch.service.js';

const TICK_MS = 1000;

/**
 * Keeps the freeze of the signer and that of the daemon the same. The signer is told as soon as an order is in force, before any database
 * has it, and each new signer process again. One that is frozen while the daemon is not remembers an order that the daemon lost: it counts.
 */
@Injectable()
export class SignerFreeze implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #task: RepeatingTask;
  /** The process that has the order on its record. */
  #told: number | undefined;
  #isLifting = false;

  constructor(
    @Inject(SIGNER_FREEZE) private readonly signer: SignerFreezePort,
    private readonly killSwitch: KillSwitchService,
    private readonly owners: FrozenOwnersRepository,
    log: Logger,
  ) {
    this.#task = new RepeatingTask({
      everyMs: TICK_MS,
      work: () => this.#align(),
      onError: (error) => {
        // Nothing is signed meanwhile either.
        if (!(error instanceof DomainError && error.code === 'KEYSTORE_LOCKED'))
          log.error('the signer was not told of the freeze', error);
      },
    });
    killSwitch.onChange((state) => {
      if (state === 'ACTIVE') this.#told = undefined;
      else this.#task.wake();
    });
  }

  onApplicationBootstrap(): void {
    this.#task.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#task.stop();
  }

  /** Undoes the freeze in the signer, then what `recover` does; where that fails the signer is frozen again. */
  async lift<T>(password: string, recover: () => Promise<T>): Promise<T> {
    this.#isLifting = true;
    try {
      await this.signer.unfreeze(password);
      this.#told = undefined;
      return await recover();
    } finally {
      this.#isLifting = false;
      this.#task.wake();
    }
  }

  async #align(): Promise<void> {
    if (this.#isLifting) return;
    const pid = this.signer.signerPid();
    if (pid === undefined) return;
    if (this.killSwitch.state() !== 'ACTIVE') await this.#tell(pid);
    else if (await this.signer.isFrozen()) await this.#obey();
  }

  async #tell(pid: number): Promise<void> {
    if (this.#told === pid) return;
    const owners = await this.owners.byWallet();
    if (this.#isLifting) return;
    const isDurable = await this.signer.freeze(owners);
    // Lifted meanwhile: the next order is told anew.
    if (isDurable && this.killSwitch.state() !== 'ACTIVE') this.#told = pid;
  }

  async #obey(): Promise<void> {
    if (this.killSwitch.state() === 'ACTIVE' && !this.#isLifting) await this.killSwitch.activate({ actor: 'signer' });
  }
}
