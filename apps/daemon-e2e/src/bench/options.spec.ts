import { describe, expect, it } from 'vitest';
import { parseOptions } from './options.js';

describe('options of the bench', () => {
  it('are a whole run without a soak where nothing is said', () => {
    const plain = { isJsonOnly: false, compare: undefined, save: undefined, soakMinutes: 0, growth: [10, 1000, 100_000] };
    expect(parseOptions([], '/home/me')).toEqual(plain);
  });

  it('take files from where the command was typed, in both spellings', () => {
    const options = parseOptions(['--save', 'now.json', '--compare=/tmp/old.json'], '/home/me');
    expect(options).toMatchObject({ save: '/home/me/now.json', compare: '/tmp/old.json' });
  });

  it('take a soak, and sizes of their own or none', () => {
    expect(parseOptions(['--soak', '10', '--growth', '5,50'], '/')).toMatchObject({ soakMinutes: 10, growth: [5, 50] });
    expect(parseOptions(['--growth=none'], '/').growth).toEqual([]);
  });

  it.each([[['--fast']], [['--soak', 'long']], [['--growth', '10,many']], [['--growth', '0']], [['now.json']]])(
    'say how to use them for %j',
    (args) => {
      expect(() => parseOptions(args, '/')).toThrow(/npm run bench/);
    },
  );
});
