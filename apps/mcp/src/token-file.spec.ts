import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TokenFile } from './token-file.js';

const TOKEN = 'wai_sess_a.b-c_d';

describe('the file of a token', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'waiaas-mcp-'));
    file = path.join(folder, 'a.token');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (content: string, mode = 0o600) => {
    writeFileSync(file, content);
    chmodSync(file, mode);
  };
  const problem = async (): Promise<string> => {
    try {
      await new TokenFile(file).read();
      return 'none';
    } catch (error) {
      return (error as Error).message;
    }
  };

  it('is read anew each time', async () => {
    const reader = new TokenFile(file);
    write(`${TOKEN}\n`);
    expect(await reader.read()).toBe(TOKEN);
    write('wai_sess_next');
    expect(await reader.read()).toBe('wai_sess_next');
  });

  it.each([0o604, 0o640, 0o620, 0o666])('is refused where others reach it (%s)', async (mode) => {
    write(TOKEN, mode);
    expect(await problem()).toContain('can be read by others');
  });

  it('is refused as a link, a folder, nothing, and with anything else in it', async () => {
    expect(await problem()).toContain('is not there');
    const real = path.join(folder, 'real.token');
    writeFileSync(real, TOKEN, { mode: 0o600 });
    symlinkSync(real, file);
    expect(await problem()).toContain('is a link');
    rmSync(file);
    mkdirSync(file);
    expect(await problem()).toContain('is no file');
    rmSync(file, { recursive: true });
    for (const content of ['', 'password', `${TOKEN}\n${TOKEN}`, 'x'.repeat(9000), `${TOKEN}\r\nx-header: y`]) {
      write(content);
      expect(await problem()).toBe('The token file holds no session token.');
    }
  });
});
