import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DomainError, type PasswordSource } from '@waiaas/core';
import type { SignerConnection } from './signer-connection.js';
import type { VaultRow, VaultStorePort } from './vault-store.port.js';

/**
 * The first vault: made by the signer, stored here. Of several daemons that start on one empty database the first to store wins and
 * the others take its vault.
 */
export async function createVault(
  connection: SignerConnection,
  store: VaultStorePort,
  source: PasswordSource,
): Promise<VaultRow> {
  const made = await connection.call('initVault', { source });
  // A vault whose only password is lost to a power cut could never be opened: the file's name is made durable before the row.
  if (source.kind === 'provisioned') syncDirectory(dirname(source.path));
  const row: VaultRow = { version: 1, blob: made.vault, generation: made.generation, autoProvisioned: made.isProvisioned };
  try {
    await store.save(row, 0);
    return row;
  } catch (error) {
    const stored = error instanceof DomainError && error.code === 'VERSION_CONFLICT' ? await store.load() : undefined;
    if (stored === undefined) throw error;
    return stored;
  }
}

/** Removes `recovery.key`: its password opens nothing any more. Also cleans up after a crash between storing the new vault and this. */
export function removeRecoveryKey(path: string): void {
  rmSync(path, { force: true });
  syncDirectory(dirname(path));
}

function syncDirectory(path: string): void {
  // Windows cannot open a directory; there the file system journals names by itself.
  if (process.platform === 'win32') return;
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
