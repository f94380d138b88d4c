import { describe, expect, it } from 'vitest';
import { Logger } from './logger.js';

const log = (write: (logger: Logger) => void): string => {
  const lines: string[] = [];
  write(new Logger('trace', { write: (line) => void lines.push(line) }));
  return lines.join('');
};

describe('a log line', () => {
  it.each([
    'wai_sess_eyJhbGciOiJIUzI1NiJ9.hunter2.sig',
    'Bearer eyJhbGciOiJIUzI1NiJ9.hunter2.sig',
    'request to https://user:hunter2@rpc.example/v2/hunter2?key=hunter2 failed',
    `0x${'ab'.repeat(32)}hunter2`.slice(0, 66),
  ])('keeps nothing secret of an error that says %s', (text) => {
    const line = log((logger) => logger.error('it failed', new Error(text, { cause: new Error('hunter2') }), { url: text }));
    expect(line).not.toContain('hunter2');
    expect(line).not.toContain('abababab');
    expect(line).toContain('it failed');
  });

  it('redacts members by name, and members of an error are never printed', () => {
    const error = Object.assign(new Error('plain'), { config: { password: 'hunter2' } });
    const line = log((logger) =>
      logger.error('it failed', error, { password: 'hunter2', token: 'hunter2', 'x-master-password': 'hunter2' }),
    );
    expect(line).not.toContain('hunter2');
  });
});
