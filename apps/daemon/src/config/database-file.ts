import path from 'node:path';
import type { Config } from './config.js';

/** Absolute path of the SQLite file these settings name. */
export function databaseFile(config: Config): string {
  const url = config.get('database.url');
  const file = url === null ? (config.get('database.path') ?? 'data/waiaas.db') : url.slice('file:'.length).replace(/\?.*$/, '');
  return path.resolve(config.dataDirectory, file);
}
