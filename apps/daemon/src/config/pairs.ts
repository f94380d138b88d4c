/** What a text says as JSON; undefined where it is none. */
export function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** `native:ethereum=2000,native:solana=150`: the form that fits an environment variable. */
export function parsePairs(value: string): Record<string, unknown> {
  const pairs = value.split(',').map((entry): [string, string] => {
    const at = entry.indexOf('=');
    return at < 0 ? [entry.trim(), ''] : [entry.slice(0, at).trim(), entry.slice(at + 1).trim()];
  });
  return Object.fromEntries(pairs);
}
