export interface TortureOptions {
  /** Everything that is chosen, is chosen by it. */
  readonly seed: number;
  /** No cycle is begun after so many minutes. */
  readonly minutes: number;
  readonly cycles: number;
  /** Parts of names: only troubles that hold one of them. Empty for all. */
  readonly only: readonly string[];
}

const USAGE = 'npm run torture -- [--minutes N] [--cycles N] [--seed N] [--only name,name]';
const DEFAULT_MINUTES = 5;

/** @throws Error with the usage for what is no option. */
export function parseOptions(args: readonly string[], newSeed: () => number): TortureOptions {
  const given = new Map<string, string>();
  for (let at = 0; at < args.length; at += 2) {
    const [name = '', value] = [args[at], args[at + 1]];
    if (!['--minutes', '--cycles', '--seed', '--only'].includes(name) || value === undefined) throw new Error(USAGE);
    given.set(name, value);
  }
  const cycles = atLeastOne(whole(given.get('--cycles')));
  const minutes = given.get('--minutes');
  return {
    seed: whole(given.get('--seed')) ?? newSeed(),
    minutes: minutes === undefined ? (cycles === undefined ? DEFAULT_MINUTES : Infinity) : positive(minutes),
    cycles: cycles ?? Infinity,
    only: (given.get('--only') ?? '').split(',').filter(Boolean),
  };
}

function whole(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[0-9]{1,10}$/.test(text)) throw new Error(USAGE);
  return Number(text);
}

/** A run of none would prove nothing and print four zeros. */
function atLeastOne(value: number | undefined): number | undefined {
  if (value === 0) throw new Error(USAGE);
  return value;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(USAGE);
  return value;
}
