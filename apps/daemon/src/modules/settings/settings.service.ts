import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import { Logger } from '../../common/logging/logger.js';
import { Config, type SettingSource } from '../../config/config.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { isSettingKey, settingDefinition, type SettingKey, type SettingValue } from '../../config/settings-registry.js';
import { SettingsRepository, type StoredSetting } from './settings.repository.js';
import { SettingsVault } from './settings-vault.service.js';

const RETRY_MS = 1000;

export type SettingsListener = (changed: readonly SettingKey[]) => void;

interface SettingInForce {
  readonly key: SettingKey;
  readonly value: unknown;
}

/**
 * The settings in force, from memory: stored values over defaults, whatever is set outside over both. Secrets are opened by the
 * signer; while it is locked they count as not set and are tried again.
 */
@Injectable()
export class SettingsService extends RuntimeSettings implements OnModuleInit, OnModuleDestroy {
  readonly #stored = new Map<SettingKey, unknown>();
  readonly #versions = new Map<string, number>();
  readonly #listeners = new Set<SettingsListener>();
  #retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly config: Config,
    private readonly rows: SettingsRepository,
    private readonly vault: SettingsVault,
    private readonly log: Logger,
  ) {
    super();
  }

  async onModuleInit(): Promise<void> {
    const rows = await this.rows.all();
    for (const { key, version } of rows) this.#versions.set(key, version);
    await this.#load(rows);
  }

  onModuleDestroy(): void {
    clearTimeout(this.#retry);
  }

  override get<K extends SettingKey>(key: K): SettingValue<K> {
    if (this.source(key) !== 'stored') return this.config.get(key);
    return this.#stored.get(key) as SettingValue<K>;
  }

  source(key: SettingKey): SettingSource {
    if (this.config.isPinned(key)) return this.config.source(key);
    return this.#stored.has(key) ? 'stored' : 'default';
  }

  /** How often it was changed over the API; 0 before the first time. */
  version(key: SettingKey): number {
    return this.#versions.get(key) ?? 0;
  }

  /** Called after a change is in force. */
  onChange(listener: SettingsListener): void {
    this.#listeners.add(listener);
  }

  /** Takes committed values into force at once. */
  adopt(changes: readonly SettingInForce[], versions: ReadonlyMap<SettingKey, number> = new Map()): void {
    for (const [key, version] of versions) this.#versions.set(key, version);
    for (const { key, value } of changes) this.#stored.set(key, value);
    const keys = changes.map(({ key }) => key);
    for (const listener of this.#listeners) listener(keys);
  }

  async #load(rows: readonly StoredSetting[]): Promise<void> {
    const locked: StoredSetting[] = [];
    const opened: SettingInForce[] = [];
    for (const row of rows) {
      if (!isSettingKey(row.key) || !settingDefinition(row.key).runtime) continue;
      const value = await this.#read(row.key, row.value);
      if (value === 'locked') locked.push(row);
      else if (value !== undefined) opened.push({ key: row.key, value: value.value });
    }
    // A value written while these were being opened is the newer one.
    const current = opened.filter(({ key }) => !this.#stored.has(key));
    if (current.length > 0) this.adopt(current);
    if (locked.length > 0) this.#tryLater(locked);
  }

  async #read(key: SettingKey, stored: string): Promise<{ readonly value: unknown } | 'locked' | undefined> {
    try {
      const value = await this.vault.fromStored(key, stored);
      if (value !== undefined) return { value };
      this.log.warn('a stored setting no longer fits and is passed over', { key });
      return undefined;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'KEYSTORE_LOCKED') return 'locked';
      this.log.error('a stored setting cannot be read and is passed over', error, { key });
      return undefined;
    }
  }

  #tryLater(rows: readonly StoredSetting[]): void {
    this.#retry = setTimeout(() => {
      void this.#load(rows);
    }, RETRY_MS).unref();
  }
}
