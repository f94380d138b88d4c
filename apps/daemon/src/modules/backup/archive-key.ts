import type { SealContext } from '@waiaas/core';

/** What the key of an archive is sealed for: that archive and no other. */
export function archiveKeyContext(archiveId: string): SealContext {
  return { table: 'backups', rowId: archiveId, column: 'key' };
}
