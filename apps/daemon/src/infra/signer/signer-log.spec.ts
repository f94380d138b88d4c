import type { SignerLogLine } from '@waiaas/core';
import { describe, expect, it } from 'vitest';
import { SignerLogReader } from './signer-log.js';

function read(...chunks: readonly string[]): { readonly entries: SignerLogLine[]; readonly notices: string[] } {
  const entries: SignerLogLine[] = [];
  const notices: string[] = [];
  const reader = new SignerLogReader({ onLog: (line) => entries.push(line), onNotice: (line) => notices.push(line) });
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return { entries, notices };
}

const LINE = '{"level":"info","time":1,"msg":"a signature was made","trace":"t-1"}\n';

describe('what the signer writes to its error output', () => {
  it('is put together where it came in pieces, and told apart from plain lines', () => {
    expect(read(LINE.slice(0, 20), `${LINE.slice(20)}signer: channel`, ' broken (mac)\n', LINE)).toEqual({
      entries: Array(2).fill({ level: 'info', msg: 'a signature was made', trace: 't-1' }),
      notices: ['signer: channel broken (mac)'],
    });
  });

  it('says its last words without a line end too', () => {
    expect(read('cannot find module').notices).toEqual(['cannot find module']);
  });

  it('passes on no member that a log line does not have, nor a long one', () => {
    expect(read(`{"level":"warn","msg":"m","code":"${'X'.repeat(500)}","key":"secret","reason":{"a":1}}\n`).entries).toEqual([
      { level: 'warn', msg: 'm', code: 'X'.repeat(200) },
    ]);
  });

  it.each(['{"level":"fatal","msg":"m"}', '{"level":"info"}', '{not json', '[]', 'null'])('takes %s for a plain line', (line) => {
    expect(read(`${line}\n`)).toEqual({ entries: [], notices: [line] });
  });
});
