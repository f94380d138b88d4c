/** What a request says, read from the very text that is hashed. Null for what it does not say. */
export interface RequestFacts {
  readonly type: string | null;
  readonly walletId: string | null;
  readonly network: string | null;
  readonly to: string | null;
  readonly amount: string | null;
  readonly memo: string | null;
}

/** Undefined for what is no request at all. */
export function readRequest(text: string): RequestFacts | undefined {
  const request = parsed(text);
  if (request === undefined) return undefined;
  const word = (name: string): string | null => {
    const value = Object.hasOwn(request, name) ? request[name] : undefined;
    return typeof value === 'string' ? value : null;
  };
  return {
    ...{ type: word('type'), walletId: word('walletId'), network: word('network') },
    ...{ to: word('to'), amount: word('amount'), memo: word('memo') },
  };
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
