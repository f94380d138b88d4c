import { Injectable } from '@nestjs/common';
import { DomainError, type JsonValue } from '@waiaas/core';
import { type Actor, actorLabel } from '../../common/auth/actor.js';
import { Clock } from '../../common/time/clock.js';
import type { SettingKey } from '../../config/settings-registry.js';
import type { Tx } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import { PolicySetVersions } from '../policies/policy-set-versions.service.js';
import { SettingsRepository } from './settings.repository.js';

/** A key of a provider is a setting too, and is told as what it is. */
export type SettingsEvent = 'SETTINGS_CHANGED' | 'API_KEY_CHANGED';

export interface SettingRow {
  readonly key: SettingKey;
  readonly value: string;
  readonly expectedVersion?: number | undefined;
}

export interface SettingsWrite {
  /** In stored form. Where a version is expected, the setting must still have it. */
  readonly rows: readonly SettingRow[];
  /** What the chain says of each change. */
  readonly described: readonly JsonValue[];
  readonly actor: Actor;
  readonly eventType: SettingsEvent;
}

/** The rows, the policy sets they touch and the audit row, in one transaction. */
@Injectable()
export class SettingsWriter {
  constructor(
    private readonly settings: SettingsRepository,
    private readonly policySets: PolicySetVersions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Returns the new version of each. */
  async write(tx: Tx, { rows, described, actor, eventType }: SettingsWrite): Promise<ReadonlyMap<SettingKey, number>> {
    const now = this.clock.nowSeconds();
    await this.#refuseOverwriting(tx, rows);
    const versions = new Map<SettingKey, number>();
    for (const { key, value } of rows) versions.set(key, await this.settings.put(tx, key, value, now));
    if (rows.some(({ key }) => key.startsWith('policy.'))) await this.policySets.bumpAll(tx);
    await this.audit.append(tx, {
      eventType,
      actor: actorLabel(actor),
      details: { changes: described },
      severity: 'warning',
      ipAddress: actor.clientAddress,
    });
    return versions;
  }

  /** Whoever edits what somebody else has changed since is told so, by key, and decides anew. */
  async #refuseOverwriting(tx: Tx, rows: readonly SettingRow[]): Promise<void> {
    const judged = rows.filter(({ expectedVersion }) => expectedVersion !== undefined);
    if (judged.length === 0) return;
    const versions = await this.settings.versions(
      tx,
      judged.map(({ key }) => key),
    );
    const settings = judged
      .filter(({ key, expectedVersion }) => (versions.get(key) ?? 0) !== expectedVersion)
      .map(({ key }) => ({ key, version: versions.get(key) ?? 0 }));
    if (settings.length > 0) {
      throw new DomainError('VERSION_CONFLICT', { details: { settings }, hint: 'Read the settings again, and decide anew.' });
    }
  }
}
