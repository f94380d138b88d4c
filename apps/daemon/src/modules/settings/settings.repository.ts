import { Injectable } from '@nestjs/common';
import type { SettingKey } from '../../config/settings-registry.js';
import { Database, type Tx } from '../../infra/prisma/database.js';

/** `value` is JSON text, or for a secret what the signer sealed. */
export interface StoredSetting {
  readonly key: string;
  readonly value: string;
}

@Injectable()
export class SettingsRepository {
  constructor(private readonly database: Database) {}

  async all(): Promise<readonly StoredSetting[]> {
    return this.database.client.setting.findMany({ select: { key: true, value: true } });
  }

  /** Unix seconds of the last change of each that is stored. */
  async changedAt(keys: readonly SettingKey[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.client.setting.findMany({
      where: { key: { in: [...keys] } },
      select: { key: true, updatedAt: true },
    });
    return new Map(rows.map(({ key, updatedAt }) => [key, Number(updatedAt)]));
  }

  async put(tx: Tx, key: SettingKey, value: string, now: number): Promise<void> {
    const row = { value, updatedAt: BigInt(now) };
    await tx.setting.upsert({ where: { key }, create: { key, ...row }, update: row });
  }
}
