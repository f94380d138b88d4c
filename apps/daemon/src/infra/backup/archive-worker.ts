import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { DomainError, type ErrorCode } from '@waiaas/core';
import type { SnapshotCheck } from '../prisma/snapshot.js';
import type { ArchiveJob } from './archive-jobs.js';

/** The built file: a thread is started without the loader that tests run the source with. */
const THREAD = fileURLToPath(new URL('../../../dist/infra/backup/archive.thread.js', import.meta.url));

type Answer = { readonly checks: readonly SnapshotCheck[] } | { readonly code: ErrorCode | undefined; readonly message: string };

/** Runs a job in a thread of its own. Throws its DomainError, or `STORAGE_UNAVAILABLE` where the disk did not play along. */
export async function runInThread(job: ArchiveJob): Promise<readonly SnapshotCheck[]> {
  const worker = new Worker(THREAD, { workerData: job, env: {} });
  try {
    const [answer] = (await once(worker, 'message')) as [Answer];
    if ('checks' in answer) return answer.checks;
    throw new DomainError(answer.code ?? 'STORAGE_UNAVAILABLE', { cause: new Error(answer.message) });
  } finally {
    await worker.terminate();
  }
}
