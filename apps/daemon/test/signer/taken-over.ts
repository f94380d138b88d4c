import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import path from 'node:path';
import {
  deriveLineKeys,
  LineReader,
  LineSplitter,
  LineWriter,
  type LineMac,
  type SignerMethod,
  type SignerParams,
  type SignerReply,
  type SignerResult,
  type SignerWelcome,
} from '@waiaas/core';
import { onTestFinished } from 'vitest';
import { resolveSignerMain, signerCommand } from '../../src/infra/signer/signer-command.js';
import { KNOWN_PASSWORD } from './known-vault.js';
import { passwordFile, temporaryDirectory } from './signer-harness.js';

const HALF = 'ef'.repeat(32);
const macUnder =
  (key: Uint8Array): LineMac =>
  (text) =>
    createHmac('sha256', key).update(text).digest('hex');

/**
 * A daemon that has been taken over: it holds the channel key, so the signer hears whatever it says. What it can get is what the ceiling in
 * the key allows.
 */
export class TakenOver {
  readonly bookPath = path.join(temporaryDirectory(), 'signer.book');
  readonly #password = passwordFile(KNOWN_PASSWORD);
  #child: ChildProcessWithoutNullStreams | undefined;
  #writer: LineWriter | undefined;
  #nextId = 1;
  #vault: string | undefined;
  readonly #pending = new Map<number, (reply: SignerReply) => void>();

  static async start(): Promise<TakenOver> {
    const daemon = new TakenOver();
    onTestFinished(() => daemon.kill());
    await daemon.restart();
    return daemon;
  }

  /** A signer of its own, unlocked from the file that the operator configured. */
  async restart(): Promise<void> {
    this.kill();
    const { command, args } = signerCommand(resolveSignerMain(), this.#password, this.bookPath);
    const child = spawn(command, args, { env: {}, stdio: 'pipe' });
    this.#child = child;
    child.stdin.on('error', () => undefined);
    child.stdin.write(`${JSON.stringify({ hello: 1, key: HALF })}\n`);
    await this.#listen(child);
    const source = { kind: 'file', path: this.#password.path } as const;
    this.#vault ??= (await this.call('initVault', { source })).vault;
    await this.call('loadVault', { vault: this.#vault });
    await this.call('unlock', { source });
  }

  kill(): void {
    this.#child?.kill('SIGKILL');
    this.#pending.clear();
    this.#nextId = 1;
  }

  /** The result, or `CODE/REASON` as an error. */
  async call<M extends SignerMethod>(method: M, params: SignerParams<M>): Promise<SignerResult<M>> {
    const id = this.#nextId;
    this.#nextId += 1;
    const reply = await new Promise<SignerReply>((resolve) => {
      this.#pending.set(id, resolve);
      this.#child?.stdin.write(this.#writer?.write({ id, method, params }));
    });
    if (reply.ok) return reply.result as SignerResult<M>;
    const { code, reason } = reply.error;
    throw new Error(reason === undefined ? code : `${code}/${reason}`);
  }

  /** `done`, or why not. */
  async outcome<M extends SignerMethod>(method: M, params: SignerParams<M>): Promise<string> {
    return this.call(method, params).then(
      () => 'done',
      (error: unknown) => (error instanceof Error ? error.message : 'unknown'),
    );
  }

  #listen(child: ChildProcessWithoutNullStreams): Promise<void> {
    const splitter = new LineSplitter();
    let reader: LineReader | undefined;
    return new Promise((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        for (const line of splitter.push(chunk)) {
          if (reader !== undefined) {
            const reply = reader.read(line) as unknown as SignerReply;
            this.#pending.get(reply.id)?.(reply);
            continue;
          }
          const keys = deriveLineKeys(HALF, (JSON.parse(line) as SignerWelcome).nonce);
          this.#writer = new LineWriter(macUnder(keys.toSigner));
          reader = new LineReader(macUnder(keys.toDaemon));
          resolve();
        }
      });
    });
  }
}
