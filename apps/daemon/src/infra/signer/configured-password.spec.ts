import { join } from 'node:path';
import { inspect } from 'node:util';
import { Secret } from '@waiaas/core';
import { describe, expect, it } from 'vitest';
import { choosePassword, PasswordHandover } from './configured-password.js';

const RECOVERY = { recoveryKeyPath: '/data/recovery.key' };
const value = new Secret('a known password');
const handover = { kind: 'handover', password: 'a known password' };

describe('the source of the master password', () => {
  it('is the prompt, the file or the environment, else the provisioned one', () => {
    expect(choosePassword({ ...RECOVERY, prompt: value, file: '/run/secrets/p' })).toEqual({ kind: 'prompt', value });
    expect(choosePassword({ ...RECOVERY, file: '/run/secrets/p' })).toEqual({ kind: 'file', path: '/run/secrets/p' });
    expect(choosePassword({ ...RECOVERY, environment: value })).toEqual({ kind: 'environment', pid: process.pid, value });
    expect(choosePassword(RECOVERY)).toEqual({ kind: 'provisioned', path: '/data/recovery.key' });
  });

  it('has an absolute path, since the signer runs in another directory', () => {
    expect(choosePassword({ ...RECOVERY, file: 'secret' })).toEqual({ kind: 'file', path: join(process.cwd(), 'secret') });
  });

  it('is refused when there are two', () => {
    expect(() => choosePassword({ ...RECOVERY, file: '/run/secrets/p', environment: value })).toThrow('both set');
  });

  it('is never printed', () => {
    const chosen = choosePassword({ ...RECOVERY, environment: value });
    expect(JSON.stringify(chosen) + inspect(chosen) + inspect(new PasswordHandover(chosen))).not.toContain('a known password');
  });
});

describe('the handover to the signer', () => {
  it('names a file as often as it is needed', () => {
    const source = new PasswordHandover({ kind: 'file', path: '/p' });
    expect([source.first(), source.next(), source.next()]).toEqual(Array(3).fill({ kind: 'file', path: '/p' }));
  });

  it('gives a typed password for making the vault and opening it, and then no more', () => {
    const source = new PasswordHandover({ kind: 'prompt', value });
    expect([source.first(), source.next(), source.next(), source.first()]).toEqual([handover, handover, undefined, undefined]);
  });

  it('gives the one of the environment once, then lets the signer look itself where the system can show it', () => {
    const configured = { kind: 'environment', pid: 7, value } as const;
    const onLinux = new PasswordHandover(configured, 'linux');
    expect([onLinux.next(), onLinux.next()]).toEqual([handover, { kind: 'environment', pid: 7 }]);
    const elsewhere = new PasswordHandover(configured, 'darwin');
    expect([elsewhere.next(), elsewhere.next()]).toEqual([handover, undefined]);
  });
});
