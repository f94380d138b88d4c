import type { ErrorResponse } from '@waiaas/api-types';
import { ApiError, ConnectionError, isCode } from './errors';
import { loginStore, type Principal } from './login-store';
import { stepUp } from './step-up';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Call {
  /** Whose cookie proves it; public calls carry no CSRF token. */
  readonly as: Principal | 'public';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** A person did this just now: it starts the idle clock anew. Reads are not, since pages read by themselves. */
  readonly isByHand?: boolean;
  /** The body has a password, which may be wrong without the login being over. */
  readonly isPasswordCheck?: boolean;
}

const OTHER_PROOFS = ['X-Owner-Signature', 'X-Master-Password'];

/** Whose cookie a refusal is about. */
function provenBy(call: Call, code: string): Principal | undefined {
  const isProvenOtherwise = OTHER_PROOFS.some((name) => call.headers?.[name] !== undefined);
  if (call.as === 'public' || isProvenOtherwise) return undefined;
  return call.isPasswordCheck === true && code === 'INVALID_MASTER_PASSWORD' ? undefined : call.as;
}

async function refused(response: Response, call: Call): Promise<ApiError> {
  const body = await refusal(response);
  return new ApiError(response.status, body, provenBy(call, body.code));
}

function headersOf(method: Method, call: Call): Record<string, string> {
  const login = call.as === 'public' ? undefined : loginStore.get()[call.as];
  const isBackground = method === 'GET' && call.isByHand !== true;
  return {
    ...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(login === undefined ? {} : { 'X-WAIaaS-CSRF': login.csrfToken }),
    ...(isBackground ? { 'X-WAIaaS-Background': '1' } : {}),
    ...call.headers,
  };
}

async function send(method: Method, path: string, call: Call): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      headers: headersOf(method, call),
      body: call.body === undefined ? null : JSON.stringify(call.body),
      signal: call.signal ?? null,
      cache: 'no-store',
      credentials: 'same-origin',
      redirect: 'error',
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ConnectionError('no answer', { cause: error });
  }
}

interface Begun {
  readonly answer: Promise<Response>;
  readonly controller: AbortController;
}

/** How long an answer waits for the page that wants it. */
const BEGUN_MS = 20_000;

const begun = new Map<string, Begun>();

// Whoever logs in between is given nothing that was read for somebody else.
function keyOfRead(path: string, call: Call): string {
  const login = call.as === 'public' ? undefined : loginStore.get()[call.as];
  return `${call.as} ${login?.csrfToken ?? ''} ${path}`;
}

function begin(path: string, call: Call): void {
  const key = keyOfRead(path, call);
  const controller = new AbortController();
  const answer = send('GET', path, { ...call, signal: controller.signal });
  // A failure is told to whoever takes it.
  answer.catch(() => undefined);
  begun.set(key, { answer, controller });
  setTimeout(() => {
    if (begun.delete(key)) controller.abort();
  }, BEGUN_MS);
}

/** The answer that was asked for early, once; or a new one. */
async function read(path: string, call: Call): Promise<Response> {
  const key = keyOfRead(path, call);
  const early = call.isByHand === true ? undefined : begun.get(key);
  if (early === undefined) return send('GET', path, call);
  begun.delete(key);
  call.signal?.addEventListener('abort', () => early.controller.abort(), { once: true });
  return early.answer;
}

const UNREADABLE: ErrorResponse = { code: 'UNREADABLE', message: '', retryable: false, requestId: '' };

async function refusal(response: Response): Promise<ErrorResponse> {
  try {
    const body = (await response.json()) as Partial<ErrorResponse> | null;
    return typeof body?.code === 'string' ? { ...UNREADABLE, ...body } : UNREADABLE;
  } catch {
    return UNREADABLE;
  }
}

async function request<T>(method: Method, path: string, call: Call): Promise<T> {
  const response = await (method === 'GET' ? read(path, call) : send(method, path, call));
  if (!response.ok) throw await refused(response, call);
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ConnectionError('half an answer', { cause: error });
  }
}

/** Where the daemon wants the password again, the page asks for it and says the same request once more. */
async function withStepUp<T>(run: (headers: Readonly<Record<string, string>>) => Promise<T>): Promise<T> {
  try {
    return await run(stepUp.headers());
  } catch (error) {
    if (!isCode(error, 'STEP_UP_REQUIRED') || !(await stepUp.ask())) throw error;
    return run(stepUp.headers());
  }
}

async function write<T>(method: Method, path: string, call: Call): Promise<T> {
  if (call.as !== 'admin') return request<T>(method, path, call);
  return withStepUp((headers) => request<T>(method, path, { ...call, headers: { ...headers, ...call.headers } }));
}

/** A path with its parameters, encoded; those without a value are left out. */
export function withQuery(path: string, query: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') parameters.set(name, String(value));
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The one place that talks to the daemon. Nothing is retried here. */
export const api = {
  /** A read that some page will want in a moment: it is asked now, and answered once to whoever reads the same. */
  begin,
  get: <T>(path: string, call: Call): Promise<T> => request<T>('GET', path, call),
  post: <T>(path: string, call: Call): Promise<T> => write<T>('POST', path, call),
  put: <T>(path: string, call: Call): Promise<T> => write<T>('PUT', path, call),
  patch: <T>(path: string, call: Call): Promise<T> => write<T>('PATCH', path, call),
  delete: <T>(path: string, call: Call): Promise<T> => write<T>('DELETE', path, call),
  /** An answer that is no JSON: a stream of events, a file. */
  open: async (path: string, call: Call): Promise<Response> => {
    const response = await read(path, call);
    if (!response.ok) throw await refused(response, call);
    return response;
  },
};
