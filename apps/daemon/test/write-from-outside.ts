import type { Database } from '../src/infra/prisma/database.js';
import { openDatabase } from '../src/infra/prisma/prisma-database.js';
import { MIGRATIONS_DIR } from './temporary-database.js';

/** Changes a database file as an editor of it would: through connections of its own. */
export async function writeFromOutside(file: string, write: (client: Database['client']) => Promise<unknown>): Promise<void> {
  const other = await openDatabase({ file, migrationsDir: MIGRATIONS_DIR });
  try {
    await write(other.client);
  } finally {
    await other.close();
  }
}
