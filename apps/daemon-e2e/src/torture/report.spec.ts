import { describe, expect, it } from 'vitest';
import { parseOptions } from './options.js';
import { NOTHING, reportLines } from './report.js';

const newSeed = (): number => 99;

describe('the last line of a report', () => {
  it.each([[['--seed', '7', '--cycles', '3']], [['--seed', '8', '--cycles', '3', '--only', 'kill,session revoked']]])(
    'makes the same choices again: %j',
    (given) => {
      const options = parseOptions(given, newSeed);
      const report = { ...NOTHING, seed: options.seed, cycles: options.cycles, troubles: new Map() };
      const [, command = ''] = (reportLines(report, options.only).at(-1) ?? '').split('npm run torture -- ');
      // As a shell takes it apart.
      const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
      expect(parseOptions(words, newSeed)).toEqual(options);
    },
  );
});

describe('the options of a run', () => {
  it('want at least one cycle: none would prove nothing and count four zeros', () => {
    expect(() => parseOptions(['--cycles', '0'], newSeed)).toThrow('npm run torture');
    expect(parseOptions(['--cycles', '1'], newSeed).cycles).toBe(1);
  });
});
