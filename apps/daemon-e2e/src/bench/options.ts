import path from 'node:path';
import { parseArgs } from 'node:util';

export interface BenchOptions {
  readonly isJsonOnly: boolean;
  /** A run that was saved before. */
  readonly compare: string | undefined;
  readonly save: string | undefined;
  readonly soakMinutes: number;
  /** Rows of each kind that the later runs begin with. */
  readonly growth: readonly number[];
}

const USAGE = 'npm run bench -- [--json] [--save FILE] [--compare FILE] [--soak MINUTES] [--growth 10,1000,100000 | none]';
const DEFAULT_GROWTH = '10,1000,100000';

/** Paths are those of whoever typed the command, wherever the program runs. @throws Error with the usage for what is no option. */
export function parseOptions(args: readonly string[], typedIn: string): BenchOptions {
  const { json, save, compare, soak = '0', growth = DEFAULT_GROWTH } = given(args);
  const soakMinutes = Number(soak);
  const sizes = growth === 'none' ? [] : growth.split(',').map(Number);
  if (!(soakMinutes >= 0) || !sizes.every((size) => Number.isSafeInteger(size) && size > 0)) throw new Error(USAGE);
  const resolved = (file: string | undefined): string | undefined =>
    file === undefined ? undefined : path.resolve(typedIn, file);
  return { isJsonOnly: json === true, compare: resolved(compare), save: resolved(save), soakMinutes, growth: sizes };
}

function given(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    const options = { json: { type: 'boolean' }, save: text, compare: text, soak: text, growth: text } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch {
    throw new Error(USAGE);
  }
}
