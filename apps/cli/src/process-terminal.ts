import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Terminal } from './terminal.port.js';
import { UsageError } from './usage-error.js';

const STOP_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

async function readSecret(prompt: string): Promise<string> {
  if (!process.stdin.isTTY) throw new UsageError('--prompt needs a terminal to ask on');
  process.stderr.write(prompt);
  // readline edits the line; what it would echo goes nowhere.
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: silence, terminal: true, historySize: 0 });
  try {
    return await new Promise<string>((resolve, reject) => {
      reader.once('line', resolve);
      reader.once('SIGINT', () => reject(new UsageError('no password given')));
      reader.once('close', () => reject(new UsageError('no password given')));
    });
  } finally {
    reader.close();
    process.stderr.write('\n');
  }
}

function untilStopped(): Promise<string> {
  return new Promise((resolve) => {
    // Kept for the life of the process: a second signal must not cut the shutdown short.
    for (const signal of STOP_SIGNALS) process.on(signal, () => resolve(signal));
  });
}

export const processTerminal: Terminal = {
  print: (line) => console.log(line),
  printError: (line) => console.error(line),
  readSecret,
  untilStopped,
};
