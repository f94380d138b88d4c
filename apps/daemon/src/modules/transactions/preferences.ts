/** Seconds of `Prefer: wait=N` (RFC 7240), 1 to 60; undefined where none is asked or the value is not one. */
export function preferredWait(header: string | readonly string[] | undefined): number | undefined {
  const text = typeof header === 'string' ? header : (header ?? []).join(',');
  const match = /(?:^|[,;\s])wait\s*=\s*"?([0-9]{1,3})"?(?=$|[,;\s])/i.exec(text);
  const seconds = Number(match?.[1] ?? 0);
  return seconds >= 1 && seconds <= 60 ? seconds : undefined;
}

const VISIBLE_ASCII = /^[\x21-\x7e]{1,128}$/;

export function isIdempotencyKey(value: string): boolean {
  return VISIBLE_ASCII.test(value);
}
