export interface ApiAnswer<T = Record<string, unknown>> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Plain HTTP with one set of credentials. Nothing is retried. */
export class Api {
  constructor(
    readonly baseUrl: string,
    private readonly credentials: Readonly<Record<string, string>> = {},
  ) {}

  static master(baseUrl: string, password: string): Api {
    return new Api(baseUrl, { 'X-Master-Password': password });
  }

  static session(baseUrl: string, token: string): Api {
    return new Api(baseUrl, { Authorization: `Bearer ${token}` });
  }

  /** The same credentials at another address: a daemon that was started anew. */
  at(baseUrl: string): Api {
    return new Api(baseUrl, this.credentials);
  }

  async call<T = Record<string, unknown>>(method: string, route: string, options: CallOptions = {}): Promise<ApiAnswer<T>> {
    const response = await fetch(`${this.baseUrl}${route}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...this.credentials, ...options.headers },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as T, headers: response.headers };
  }

  async get<T = Record<string, unknown>>(route: string, options: CallOptions = {}): Promise<ApiAnswer<T>> {
    return this.call<T>('GET', route, options);
  }

  async post<T = Record<string, unknown>>(
    route: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<ApiAnswer<T>> {
    return this.call<T>('POST', route, { body, ...(headers === undefined ? {} : { headers }) });
  }

  async put<T = Record<string, unknown>>(route: string, body?: unknown): Promise<ApiAnswer<T>> {
    return this.call<T>('PUT', route, { body });
  }

  async delete<T = Record<string, unknown>>(route: string, body?: unknown): Promise<ApiAnswer<T>> {
    return this.call<T>('DELETE', route, { body });
  }

  /** As `get` and `post`, and anything but the expected status fails with the whole answer. */
  async must<T = Record<string, unknown>>(status: number, answer: Promise<ApiAnswer<T>>): Promise<T> {
    const { status: actual, body } = await answer;
    if (actual !== status) throw new Error(`expected ${String(status)}, got ${String(actual)}: ${JSON.stringify(body)}`);
    return body;
  }
}

/** `401 INVALID_TOKEN`, or the bare status of an answer without a code: one value to compare. */
export function verdictOf({ status, body }: ApiAnswer<object>): string {
  const code = (body as { readonly code?: unknown }).code;
  return typeof code === 'string' ? `${String(status)} ${code}` : String(status);
}
