import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import { KillSwitchState, type KillSwitchPosition } from '../../common/auth/kill-switch-state.js';
import { Logger } from '../../common/logging/logger.js';
import { Clock } from '../../common/time/clock.js';
import { FREEZE_FILE, FreezeFile } from '../../infra/freeze/freeze-file.js';
import { SessionCache } from '../session-tokens/session-cache.service.js';
import { KillSwitchActs, type KillSwitchOrder } from './kill-switch-acts.service.js';
import type { KillSwitchRow } from './kill-switch.repository.js';

const RETRY_MS = 1000;

/** Ends a freeze elsewhere and then recovers, or neither. */
type Lift = <T>(recover: () => Promise<T>) => Promise<T>;

export type Requester = Omit<KillSwitchOrder, 'at'>;

/**
 * The kill switch of the process. Order matters: an order stops the process by a flag in memory first, then by the FREEZE file, then it is
 * made durable, tried again until it is. `state()` is therefore never behind the database and never waits for it. Until the row has been read
 * the answer is LOCKED.
 */
@Injectable()
export class KillSwitchService extends KillSwitchState implements OnModuleInit, OnModuleDestroy {
  readonly #listeners = new Set<(state: KillSwitchPosition) => void>();
  #row: KillSwitchRow = { state: 'LOCKED', activatedAt: null, activatedBy: null };
  /** An order in force that the database does not have yet. */
  #order: KillSwitchOrder | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly acts: KillSwitchActs,
    private readonly sessions: SessionCache,
    private readonly freezeFile: FreezeFile,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {
    super();
  }

  async onModuleInit(): Promise<void> {
    this.#row = await this.acts.load();
    this.freezeFile.keepRoom();
    await this.#obeyFile();
    this.freezeFile.watch(() => void this.#obeyFile());
  }

  onModuleDestroy(): void {
    clearTimeout(this.#retry);
    this.freezeFile.close();
  }

  override state(): KillSwitchPosition {
    return this.#order !== undefined && this.#row.state === 'ACTIVE' ? 'SUSPENDED' : this.#row.state;
  }

  status(): KillSwitchRow {
    const order = this.#row.state === 'ACTIVE' ? this.#order : undefined;
    return order === undefined ? this.#row : { state: 'SUSPENDED', activatedAt: order.at, activatedBy: order.actor };
  }

  /** Called with the new position after every step, and as soon as an order is in force. */
  onChange(listener: (state: KillSwitchPosition) => void): void {
    this.#listeners.add(listener);
  }

  /** When it took effect. It has taken effect when this returns, even where the database cannot say so yet. */
  async activate(by: Requester): Promise<number> {
    if (this.state() !== 'ACTIVE') throw new DomainError('KILL_SWITCH_ACTIVE');
    const order = { ...by, at: this.clock.nowSeconds() };
    await this.#obey(order);
    return order.at;
  }

  async escalate(by: Requester): Promise<number> {
    return this.#inTurn(async () => {
      await this.#makeDurable();
      const order = { ...by, at: this.clock.nowSeconds() };
      const isDone = this.#row.state === 'SUSPENDED' && (await this.acts.escalate(order, this.#row));
      if (!isDone) throw new DomainError('INVALID_STATE_TRANSITION', { hint: 'Only a SUSPENDED daemon can be locked.' });
      this.#become({ ...this.#row, state: 'LOCKED' });
      return order.at;
    });
  }

  /**
   * The FREEZE file goes first: the password outranks it, and were it left, it would stop the daemon again at once. Where it
   * cannot be removed nothing is recovered. `lift` ends, around the act, what was frozen elsewhere.
   */
  async recover(
    by: Requester,
    resumeWallets: boolean,
    lift: Lift = (recovery) => recovery(),
  ): Promise<{ readonly recoveredAt: number; readonly walletsResumed: number }> {
    return this.#inTurn(async () => {
      if (this.state() === 'ACTIVE') throw new DomainError('KILL_SWITCH_NOT_ACTIVE');
      await this.#makeDurable();
      this.#removeFreezeFile();
      const order = { ...by, at: this.clock.nowSeconds() };
      return lift(async () => {
        const walletsResumed = await this.acts.recover(order, this.#row, resumeWallets);
        if (walletsResumed === undefined) throw new DomainError('KILL_SWITCH_NOT_ACTIVE');
        this.#become({ state: 'ACTIVE', activatedAt: null, activatedBy: null });
        this.freezeFile.keepRoom();
        return { recoveredAt: order.at, walletsResumed };
      });
    });
  }

  async #obeyFile(): Promise<void> {
    if (this.state() !== 'ACTIVE' || !this.freezeFile.isPresent()) return;
    await this.#obey({ actor: `file:${FREEZE_FILE}`, at: this.clock.nowSeconds() });
  }

  async #obey(order: KillSwitchOrder): Promise<void> {
    this.#order = order;
    this.#announce();
    // A restart must find the order too, whatever becomes of the database.
    this.freezeFile.createIfPossible();
    try {
      await this.#inTurn(() => this.#makeDurable());
    } catch (error) {
      this.log.error('the kill switch is in force but not stored yet, trying again', error);
      this.freezeFile.giveRoom();
      this.#retryLater();
    }
  }

  async #makeDurable(): Promise<void> {
    const order = this.#order;
    if (order === undefined) return;
    await this.acts.suspend(order);
    this.sessions.invalidateAll();
    this.#row = await this.acts.load();
    this.#order = undefined;
  }

  #retryLater(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      this.#inTurn(() => this.#makeDurable()).catch(() => this.#retryLater());
    }, RETRY_MS).unref();
  }

  /** Steps run one after the other; the flag of an order does not wait for its turn. */
  async #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(step, step);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  #removeFreezeFile(): void {
    try {
      this.freezeFile.remove();
    } catch (cause) {
      throw new DomainError('INVALID_STATE_TRANSITION', {
        cause,
        hint: `Remove the file ${FREEZE_FILE} from the data directory first.`,
      });
    }
  }

  #become(row: KillSwitchRow): void {
    this.#row = row;
    this.#announce();
  }

  #announce(): void {
    for (const listener of this.#listeners) listener(this.state());
  }
}
