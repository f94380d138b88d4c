import { existsSync } from 'node:fs';
import path from 'node:path';
import { BookFile } from './ceilings/book-store.js';
import { CallLog } from './connection/call-log.js';
import { serve } from './connection/serve.js';
import { VaultKeeper } from './vault/vault-keeper.js';

// Ctrl-C and a service manager's stop reach every process of the group at once. The daemon still needs signatures while it drains;
// this process ends when the daemon closes the pipe, or dies.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

// Where the record of signatures is comes with the command line, never over the channel.
const [, , bookPath] = process.argv;
const vault = bookPath === undefined ? new VaultKeeper() : new VaultKeeper(new BookFile(bookPath), freezeFileBeside(bookPath));

// The file that freezes everything lies beside the record. Whoever can make it needs neither the daemon nor a password.
function freezeFileBeside(book: string): () => boolean {
  const file = path.join(path.dirname(book), 'FREEZE');
  return () => existsSync(file);
}

// A stack trace can quote a password or a key: a bug leaves one fixed line and the exit status.
function fail(): never {
  vault.lock();
  process.stderr.write('signer: internal failure\n');
  process.exit(70);
}
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

const log = new CallLog(process.stderr);
const end = await serve(process.stdin, process.stdout, vault, log);
log.flush();
vault.lock();
if (end !== 'end-of-input' && end !== 'output-closed') {
  process.stderr.write(`signer: channel broken (${end})\n`);
  process.exit(76);
}
process.exit(0);
