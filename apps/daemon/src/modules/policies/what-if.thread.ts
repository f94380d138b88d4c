import { parentPort } from 'node:worker_threads';
import { answerTask, type WhatIfTask } from './what-if-task.js';

// Reads and judges what-ifs beside the main thread: nothing that a body makes expensive delays a request with money behind it.
// It is given no environment, no database and no keys; whatever happens in it, it can be ended from outside.
parentPort?.on('message', (task: WhatIfTask) => parentPort?.postMessage(answerTask(task)));
parentPort?.postMessage('ready');
