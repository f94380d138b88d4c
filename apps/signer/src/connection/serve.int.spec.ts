import { createHmac } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { deriveLineKeys, LineReader, LineSplitter, LineWriter, type LineMac, type SignerWelcome } from '@waiaas/core';
import { describe, expect, it } from 'vitest';
import { VaultKeeper } from '../vault/vault-keeper.js';
import { CallLog } from './call-log.js';
import { serve } from './serve.js';

const HALF = 'cd'.repeat(32);
const PASSWORD = 'SECRET-master-password';
const macUnder =
  (key: Uint8Array): LineMac =>
  (text) =>
    createHmac('sha256', key).update(text).digest('hex');

/** The signer in this process, spoken to as the daemon does. */
class Daemon {
  readonly #toSigner = new PassThrough();
  readonly #fromSigner = new PassThrough({ encoding: 'utf8' });
  readonly #splitter = new LineSplitter();
  readonly #lines: string[] = [];
  #id = 0;
  #writer: LineWriter | undefined;
  #reader: LineReader | undefined;
  readonly #log = new PassThrough({ encoding: 'utf8' }).on('data', (text: string) => (this.logged += text));
  readonly end = serve(this.#toSigner, this.#fromSigner, new VaultKeeper(), new CallLog(this.#log));
  transcript = '';
  logged = '';

  async hello(): Promise<void> {
    this.#toSigner.write(`${JSON.stringify({ hello: 1, key: HALF })}\n`);
    const welcome = JSON.parse(await this.#line()) as SignerWelcome;
    const keys = deriveLineKeys(HALF, welcome.nonce);
    this.#writer = new LineWriter(macUnder(keys.toSigner));
    this.#reader = new LineReader(macUnder(keys.toDaemon));
  }

  async call(method: string, params: unknown): Promise<Readonly<Record<string, unknown>>> {
    this.#id += 1;
    this.#toSigner.write(this.#writer?.write({ id: this.#id, method, params }));
    const line = await this.#line();
    this.transcript += line;
    return this.#reader?.read(line) ?? {};
  }

  async result(method: string, params: unknown): Promise<Readonly<Record<string, unknown>>> {
    const reply = await this.call(method, params);
    expect(reply).toMatchObject({ ok: true });
    return reply['result'] as Readonly<Record<string, unknown>>;
  }

  hangUp(): void {
    this.#toSigner.end();
  }

  async #line(): Promise<string> {
    while (this.#lines.length === 0) {
      const chunk = await new Promise<string>((resolve) => this.#fromSigner.once('data', resolve));
      this.#lines.push(...this.#splitter.push(chunk));
    }
    return this.#lines.shift() ?? '';
  }
}

const SOURCE = { kind: 'handover', password: PASSWORD };

describe('a connection to the signer', () => {
  it('never answers with a password or a key, whatever is refused', async () => {
    const daemon = new Daemon();
    await daemon.hello();
    const { vault } = await daemon.result('initVault', { source: SOURCE });
    await daemon.result('loadVault', { vault });
    await daemon.result('unlock', { source: SOURCE });
    const identity = { walletId: 'w', chain: 'ethereum', environment: 'testnet' };
    const secret = 'ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
    const ceiling = {
      chainIds: null,
      maxNativePerSignature: null,
      maxNativePerDay: null,
      maxFeePerSignature: null,
      signaturesPerMinute: null,
      kinds: null,
      owner: null,
    };
    const key = await daemon.result('importKey', { identity, ceiling, material: { format: 'hex', value: secret } });
    const refused: readonly (readonly [string, unknown])[] = [
      ['importKey', { identity, ceiling, material: { format: 'hex', value: `${secret}00` } }],
      ['importKey', { identity, ceiling, material: { format: 'hex', value: secret, expectedAddress: '0x' } }],
      ['importKey', { identity, ceiling, material: { format: secret, value: secret } }],
      ['exportKey', { identity, key, password: `${PASSWORD}!` }],
      ['exportKey', { identity, key: { ...key, blob: PASSWORD }, password: PASSWORD }],
      ['rewrap', { password: PASSWORD, newPassword: 'SECRET' }],
      ['unlock', { source: { kind: 'handover', password: `${PASSWORD}!` } }],
      ['unlock', { source: { kind: PASSWORD } }],
      ['open', { context: { table: PASSWORD, rowId: '|', column: 'c' }, sealed: PASSWORD }],
      ['seal', { context: { table: '|', rowId: secret, column: PASSWORD }, plaintext: 'AAAA' }],
      [PASSWORD, {}],
    ];
    for (const [method, params] of refused) expect(await daemon.call(method, params)).toMatchObject({ ok: false });
    for (const known of [PASSWORD, 'SECRET', secret, Buffer.from(secret, 'hex').toString('base64')])
      expect(daemon.transcript + daemon.logged).not.toContain(known);
    expect(daemon.logged.match(/"the signer refused a call"/g)).toHaveLength(refused.length);
  });

  it('writes down what it was for, where that is a plain id, and refuses the call where it is not', async () => {
    const daemon = new Daemon();
    await daemon.hello();
    const ask = async (trace: unknown): Promise<unknown> =>
      (await daemon.call('signMessage', { identity: { walletId: 'x"y' }, trace }))['error'];
    for (const trace of ['a b', 'a\nb', '', 'x'.repeat(65), 7, null, {}, '"'])
      expect(await ask(trace)).toEqual({ code: 'VALIDATION_FAILED', reason: 'SIGNER_PARAMS' });
    await ask('request-1');
    const lines = daemon.logged.trimEnd().split('\n');
    expect(lines).toHaveLength(9);
    expect(lines.filter((line) => line.includes('trace') || line.includes('walletId'))).toHaveLength(1);
    expect(JSON.parse(lines[8] ?? '')).toMatchObject({
      level: 'warn',
      msg: 'the signer refused a call',
      method: 'signMessage',
      trace: 'request-1',
    });
  });

  it('does not let an unlocked signer load another vault, nor adopt one nobody proved a password for', async () => {
    const daemon = new Daemon();
    await daemon.hello();
    const { vault } = await daemon.result('initVault', { source: SOURCE });
    const { vault: forged } = await daemon.result('initVault', { source: { kind: 'handover', password: 'the forger knows it' } });
    await daemon.result('loadVault', { vault });
    await daemon.result('unlock', { source: SOURCE });
    expect(await daemon.call('loadVault', { vault: forged })).toMatchObject({ error: { code: 'INVALID_STATE_TRANSITION' } });
    expect(await daemon.call('adoptVault', { vault: forged })).toMatchObject({
      error: { code: 'INTERNAL_ERROR', reason: 'VAULT_UNKNOWN' },
    });
    expect(await daemon.result('verifyPassword', { password: 'the forger knows it' })).toEqual({ isValid: false });
    expect(await daemon.result('verifyPassword', { password: PASSWORD })).toEqual({ isValid: true });
  });

  it('keeps the old password in force until the rewrapped vault is adopted', async () => {
    const daemon = new Daemon();
    await daemon.hello();
    const { vault } = await daemon.result('initVault', { source: SOURCE });
    await daemon.result('loadVault', { vault });
    const rewrapped = await daemon.result('rewrap', { password: PASSWORD, newPassword: 'another long one', renew: false });
    expect(await daemon.result('verifyPassword', { password: PASSWORD })).toEqual({ isValid: true });
    await daemon.result('adoptVault', { vault: rewrapped['vault'] });
    await daemon.result('adoptVault', { vault: rewrapped['vault'] });
    expect(await daemon.result('verifyPassword', { password: PASSWORD })).toEqual({ isValid: false });
    expect(await daemon.result('verifyPassword', { password: 'another long one' })).toEqual({ isValid: true });
  });

  it('ends with its input', async () => {
    const daemon = new Daemon();
    await daemon.hello();
    daemon.hangUp();
    expect(await daemon.end).toBe('end-of-input');
  });
});
