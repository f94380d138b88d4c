import { Injectable } from '@nestjs/common';
import type { SettingKey } from '../../config/settings-registry.js';
import { Database, type Tx } from '../../infra/prisma/database.js';

/** `value` is JSON text, or for a secret what the signer sealed. */
export interface StoredSetting {
  readonly key: string;
  readonly value: string;
  readonly version: number;
}

@Injectable()
export class SettingsRepository {
  constructor(private readonly database: Database) {}

  async all(): Promise<readonly StoredSetting[]> {
    return this.database.client.setting.findMany({ select: { key: true, value: true, version: true } });
  }

  /** Unix seconds of the last change of each that is stored. */
  async changedAt(keys: readonly SettingKey[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.client.setting.findMany({
      where: { key: { in: [...keys] } },
      select: { key: true, updatedAt: true },
    });
    return new Map(rows.map(({ key, updatedAt }) => [key, Number(updatedAt)]));
  }

  /** How often each that is stored was changed. */
  async versions(tx: Tx, keys: readonly SettingKey[]): Promise<ReadonlyMap<string, number>> {
    const rows = await tx.setting.findMany({ where: { key: { in: [...keys] } }, select: { key: true, version: true } });
    return new Map(rows.map(({ key, version }) => [key, version]));
  }

  /** Returns the version it has now. */
  async put(tx: Tx, key: SettingKey, value: string, now: number): Promise<number> {
    const row = { value, updatedAt: BigInt(now) };
    const { version } = await tx.setting.upsert({
      where: { key },
      create: { key, ...row },
      update: { ...row, version: { increment: 1 } },
      select: { version: true },
    });
    return version;
  }
}
