import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { deriveLineKeys, LineReader, LineSplitter, LineWriter, type LineMac, type SignerWelcome } from '@waiaas/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { resolveSignerMain, signerCommand } from './signer-command.js';

const HALF = 'ab'.repeat(32);
const CHANNEL_BROKEN = 76;
const macUnder =
  (key: Uint8Array): LineMac =>
  (text) =>
    createHmac('sha256', key).update(text).digest('hex');

/** A signer process spoken to line by line. */
class RawSigner {
  readonly #splitter = new LineSplitter();
  readonly #lines: string[] = [];
  readonly #child: ChildProcessWithoutNullStreams;
  #wake: () => void = () => undefined;
  stderr = '';
  readonly exitCode: Promise<number | null>;

  constructor() {
    const { command, args } = signerCommand(resolveSignerMain(), { kind: 'file', path: '/nonexistent' });
    this.#child = spawn(command, args, { env: {}, stdio: 'pipe' });
    this.#child.stdin.on('error', () => undefined);
    this.#child.stderr.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.#child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      this.#lines.push(...this.#splitter.push(chunk));
      this.#wake();
    });
    this.exitCode = new Promise((resolve) => this.#child.once('close', resolve));
    onTestFinished(() => {
      this.#child.kill('SIGKILL');
    });
  }

  send(text: string): void {
    this.#child.stdin.write(text);
  }

  end(): void {
    this.#child.stdin.end();
  }

  async line(): Promise<string> {
    while (this.#lines.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.#lines.shift() ?? '';
  }

  async hello(): Promise<{ readonly writer: LineWriter; readonly reader: LineReader }> {
    this.send(`${JSON.stringify({ hello: 1, key: HALF })}\n`);
    const welcome = JSON.parse(await this.line()) as SignerWelcome;
    const keys = deriveLineKeys(HALF, welcome.nonce);
    return { writer: new LineWriter(macUnder(keys.toSigner)), reader: new LineReader(macUnder(keys.toDaemon)) };
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}

const ping = (id: number): object => ({ id, method: 'ping', params: {} });

describe('the signer ends at once, without an answer, on', () => {
  it.each([
    ['a line without a MAC', (good: string) => `{"id":2,"method":"ping","params":{}}\n${good}`],
    ['a wrong MAC', (good: string) => good.replace(/"mac":"./, (head) => head.slice(0, -1) + (head.endsWith('0') ? '1' : '0'))],
    ['a changed body', (good: string) => good.replace('ping', 'lock')],
    ['a second hello', () => `${JSON.stringify({ hello: 1, key: HALF })}\n`],
    ['a line that is no JSON', () => 'ping\n'],
  ])('%s', async (_, change) => {
    const signer = new RawSigner();
    const { writer, reader } = await signer.hello();
    signer.send(writer.write(ping(1)));
    expect(reader.read(await signer.line())).toMatchObject({ id: 1, ok: true, result: { isUnlocked: false } });
    signer.send(change(writer.write(ping(2))));
    expect(await signer.exitCode).toBe(CHANNEL_BROKEN);
    expect(signer.stderr).toMatch(/^signer: channel broken \((mac|malformed)\)\n$/);
  });

  it('a line sent twice', async () => {
    const signer = new RawSigner();
    const { writer } = await signer.hello();
    const line = writer.write(ping(1));
    signer.send(line + line);
    expect(await signer.exitCode).toBe(CHANNEL_BROKEN);
    expect(signer.stderr).toContain('(sequence)');
  });

  it('a line left out', async () => {
    const signer = new RawSigner();
    const { writer } = await signer.hello();
    writer.write(ping(1));
    signer.send(writer.write(ping(2)));
    expect(await signer.exitCode).toBe(CHANNEL_BROKEN);
  });

  it.each(['{}', 'null', '{"hello":2,"key":"ab"}', `{"hello":1,"key":"${'AB'.repeat(32)}"}`])('the hello %s', async (hello) => {
    const signer = new RawSigner();
    signer.send(`${hello}\n`);
    expect(await signer.exitCode).toBe(CHANNEL_BROKEN);
  });
});

describe('the signer', () => {
  it('ends quietly at the end of its input', async () => {
    const signer = new RawSigner();
    await signer.hello();
    signer.end();
    expect([await signer.exitCode, signer.stderr]).toEqual([0, '']);
  });

  it('keeps serving through the signals that a terminal or a service manager sends to the whole group', async () => {
    const signer = new RawSigner();
    const { writer, reader } = await signer.hello();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) signer.kill(signal);
    signer.send(writer.write(ping(1)));
    expect(reader.read(await signer.line())).toMatchObject({ ok: true });
  });

  it('refuses what it does not know, and keys while locked, by code alone', async () => {
    const signer = new RawSigner();
    const { writer, reader } = await signer.hello();
    const calls = [
      ['signHash', { hash: 'ab'.repeat(32) }],
      ['constructor', {}],
      ['open', { context: { table: 't', rowId: 'r', column: 'c' }, sealed: 'x' }],
      ['open', { context: 'here', sealed: 'x' }],
      ['signTransaction', {}],
      ['verifyPassword', { password: 'secret-password' }],
      ['unlock', { source: { kind: 'handover', password: 'secret-password' } }],
      ['ping', null],
    ] as const;
    const errors = [];
    for (const [index, [method, params]] of calls.entries()) {
      signer.send(writer.write({ id: index, method, params }));
      errors.push(reader.read(await signer.line())['error']);
    }
    expect(errors).toEqual([
      { code: 'NOT_IMPLEMENTED', reason: 'SIGNER_METHOD' },
      { code: 'NOT_IMPLEMENTED', reason: 'SIGNER_METHOD' },
      { code: 'KEYSTORE_LOCKED' },
      { code: 'KEYSTORE_LOCKED' },
      { code: 'VALIDATION_FAILED', reason: 'SIGNER_PARAMS' },
      { code: 'KEYSTORE_LOCKED' },
      { code: 'KEYSTORE_LOCKED' },
      { code: 'VALIDATION_FAILED', reason: 'SIGNER_PARAMS' },
    ]);
  });
});
