import { Injectable } from '@nestjs/common';
import type { JsonValue } from '@waiaas/core';
import type { Actor } from '../../common/auth/actor.js';
import { demandStepUp } from '../../common/auth/step-up.js';
import { Clock } from '../../common/time/clock.js';
import { Config } from '../../config/config.js';
import { Database } from '../../infra/prisma/database.js';
import { checkChanges, movesMoney, type CheckedChange, type RequestedChange } from './setting-changes.js';
import { auditText } from './settings.mapper.js';
import { SettingsService } from './settings.service.js';
import { SettingsVault } from './settings-vault.service.js';
import { type SettingsEvent, SettingsWriter } from './settings-writer.service.js';

/** Changes settings over the API: all of a request or none, in force when the answer leaves, and in the chain. */
@Injectable()
export class SettingsUpdate {
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly settings: SettingsService,
    private readonly vault: SettingsVault,
    private readonly writer: SettingsWriter,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** The new version of each changed setting, by key. */
  async apply(
    requested: readonly RequestedChange[],
    actor: Actor,
    eventType: SettingsEvent = 'SETTINGS_CHANGED',
  ): Promise<Readonly<Record<string, number>>> {
    // One after the other: memory must end up with what the database was told last.
    const mine = this.#turn.then(() => this.#apply(requested, actor, eventType));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #apply(
    requested: readonly RequestedChange[],
    actor: Actor,
    eventType: SettingsEvent,
  ): Promise<Readonly<Record<string, number>>> {
    if (requested.some(({ key }) => movesMoney(key))) demandStepUp(actor);
    const changes = checkChanges(requested, this.config, this.clock.nowSeconds());
    // Sealing is a call to another process, and nothing waits for one inside a transaction.
    const rows = await Promise.all(
      changes.map(async ({ key, value, expectedVersion }) => ({
        key,
        value: await this.vault.toStored(key, value),
        expectedVersion,
      })),
    );
    const described = changes.map((change) => this.#describe(change));
    const versions = await this.database.transaction((tx) => this.writer.write(tx, { rows, described, actor, eventType }));
    this.settings.adopt(changes, versions);
    return Object.fromEntries(versions);
  }

  #describe({ key, value }: CheckedChange): JsonValue {
    return { key, from: auditText(key, this.settings.get(key)), to: auditText(key, value) };
  }
}
