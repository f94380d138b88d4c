import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import { Config } from '../../config/config.js';
import { readHeader, type ArchiveHeader } from '../../infra/backup/archive-header.js';

export interface FoundBackup {
  readonly path: string;
  readonly filename: string;
  readonly size: number;
  readonly header: ArchiveHeader;
}

const NAME = /^waiaas-\d{8}T\d{6}Z-[0-9a-f]{8}\.backup$/;

/** The folder of archives. A name leads into it and nowhere else. */
@Injectable()
export class BackupFolder {
  readonly #folder: string;

  constructor(config: Config) {
    this.#folder = path.resolve(config.dataDirectory, config.get('backup.directory') ?? 'backups');
  }

  /** For what is not encrypted yet, or not any more. */
  get workFolder(): string {
    return path.join(this.#folder, '.work');
  }

  /** Where an archive of this moment goes; makes the folder. */
  newFile(createdAt: string, id: string): string {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const stamp = createdAt.replace(/\.\d+Z$/, 'Z').replaceAll(/[-:]/g, '');
    return path.join(this.#folder, `waiaas-${stamp}-${id.replaceAll('-', '').slice(-8)}.backup`);
  }

  /** Newest first. What is no archive is left out. */
  list(): readonly FoundBackup[] {
    const found = this.#names().flatMap((filename) => this.#read(filename) ?? []);
    return found.sort((a, b) => b.header.createdAt.localeCompare(a.header.createdAt));
  }

  /** Throws `BACKUP_NOT_FOUND`, or what is wrong with its header. */
  find(filename: string): FoundBackup {
    if (!NAME.test(filename) || !this.#names().includes(filename)) throw new DomainError('BACKUP_NOT_FOUND');
    const file = path.join(this.#folder, filename);
    return { path: file, filename, size: statSync(file).size, header: readHeader(file).header };
  }

  /** Keeps the newest ones. How many went. */
  prune(keep: number): number {
    const old = this.list().slice(keep);
    for (const { path: file } of old) rmSync(file, { force: true });
    return old.length;
  }

  #names(): readonly string[] {
    try {
      return readdirSync(this.#folder).filter((name) => NAME.test(name));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  }

  #read(filename: string): FoundBackup | undefined {
    try {
      return this.find(filename);
    } catch (error) {
      if (error instanceof DomainError) return undefined;
      throw error;
    }
  }
}
