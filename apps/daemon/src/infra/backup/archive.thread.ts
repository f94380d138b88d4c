import { parentPort, workerData } from 'node:worker_threads';
import { DomainError } from '@waiaas/core';
import { runJob, type ArchiveJob } from './archive-jobs.js';

// One job and one answer: snapshots and encryption run here, so that requests and signatures go on meanwhile.
try {
  parentPort?.postMessage({ checks: runJob(workerData as ArchiveJob) });
} catch (error) {
  parentPort?.postMessage({
    code: error instanceof DomainError ? error.code : undefined,
    message: error instanceof Error ? error.message : 'unknown failure',
  });
}
