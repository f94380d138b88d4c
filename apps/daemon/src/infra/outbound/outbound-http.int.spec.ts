import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { OutboundError } from './outbound-error.js';
import { OutboundHttp, type OutboundPost } from './outbound-http.js';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

interface Seen {
  readonly host: string | undefined;
  readonly path: string | undefined;
  readonly body: string;
}

async function listen(server: Server | ReturnType<typeof createTcpServer>, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  closers.push(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function target(answer: RequestListener = (_, response) => response.end('fine')) {
  const seen: Seen[] = [];
  const port = await listen(
    createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        seen.push({ host: request.headers.host, path: request.url, body });
        answer(request, response);
      });
    }),
  );
  return { port, seen };
}

const post = (http: OutboundHttp, url: string, over: Partial<OutboundPost> = {}) =>
  http.post({ url, headers: {}, body: 'told', allowPrivate: true, signal: new AbortController().signal, ...over });

async function problem(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'answered';
  } catch (error) {
    return error instanceof OutboundError ? error.problem : String(error);
  }
}

describe('a call to somebody outside', () => {
  it('dials the address that was judged and sends the name it was given', async () => {
    const { port, seen } = await target();
    const asked: string[] = [];
    const http = new OutboundHttp(async (name) => {
      asked.push(name);
      return ['127.0.0.1'];
    });
    expect(await post(http, `http://hooks.example.test:${port}/in?x=1`)).toMatchObject({ status: 200, body: 'fine' });
    expect(seen).toEqual([{ host: `hooks.example.test:${port}`, path: '/in?x=1', body: 'told' }]);
    expect(asked).toEqual(['hooks.example.test']);
  });

  it('asks for a name once per call: what it would give the second time is dialled by nobody', async () => {
    const { port, seen } = await target();
    const answers = [['127.0.0.2'], ['127.0.0.1'], ['8.8.8.8', '127.0.0.1']];
    let asked = 0;
    const http = new OutboundHttp(async () => answers[asked++] ?? []);
    expect(await problem(post(http, `http://rebind.example.test:${port}/`))).toBe('CONNECTION_FAILED');
    expect([asked, seen.length]).toEqual([1, 0]);
    for (const expected of ['PRIVATE_ADDRESS', 'PRIVATE_ADDRESS', 'DNS_FAILED']) {
      expect(await problem(post(http, `https://rebind.example.test:${port}/`, { allowPrivate: false }))).toBe(expected);
    }
    expect(seen).toEqual([]);
  });

  it.each([
    ['http://127.0.0.1:PORT/', 'PRIVATE_ADDRESS'],
    ['http://2130706433:PORT/', 'PRIVATE_ADDRESS'],
    ['http://0x7f.1:PORT/', 'PRIVATE_ADDRESS'],
    ['http://localhost:PORT/', 'PRIVATE_ADDRESS'],
    ['http://[::1]:PORT/', 'PRIVATE_ADDRESS'],
    ['http://[::ffff:127.0.0.1]:PORT/', 'FORBIDDEN_ADDRESS'],
    ['http://0.0.0.0:PORT/', 'FORBIDDEN_ADDRESS'],
    ['http://169.254.169.254/latest/meta-data/', 'FORBIDDEN_ADDRESS'],
    ['https://user:password@127.0.0.1:PORT/', 'INVALID_URL'],
    ['file:///etc/passwd', 'INVALID_URL'],
    ['gopher://127.0.0.1:PORT/', 'INVALID_URL'],
  ])('refuses %s', async (url, expected) => {
    const { port, seen } = await target();
    expect(await problem(post(new OutboundHttp(), url.replace('PORT', String(port)), { allowPrivate: false }))).toBe(expected);
    expect(seen).toEqual([]);
  });

  it('never dials link-local addresses, whatever is allowed, and no name with one bad address among good ones', async () => {
    expect(await problem(post(new OutboundHttp(), 'http://169.254.169.254/'))).toBe('FORBIDDEN_ADDRESS');
    const http = new OutboundHttp(async () => ['8.8.8.8', '10.0.0.1']);
    expect(await problem(post(http, 'https://mixed.example.test/', { allowPrivate: false }))).toBe('PRIVATE_ADDRESS');
  });

  it('sends nothing unencrypted to a public address', async () => {
    const http = new OutboundHttp(async () => ['8.8.8.8']);
    expect(await problem(post(http, 'http://public.example.test/', { allowPrivate: true }))).toBe('INSECURE_URL');
  });

  it('follows no redirect', async () => {
    const inner = await target();
    const { port } = await target((_, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${inner.port}/` }).end();
    });
    expect(await post(new OutboundHttp(), `http://127.0.0.1:${port}/`)).toMatchObject({ status: 307 });
    expect(inner.seen).toEqual([]);
  });

  it('ends when a target never answers, drips its answer, or its name never resolves', async () => {
    const silent = await target(() => undefined);
    const dripping = await target((_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('.'), 20);
      closers.push(() => clearInterval(timer));
    });
    for (const { port } of [silent, dripping]) {
      expect(await problem(post(new OutboundHttp(undefined, 200), `http://127.0.0.1:${port}/`))).toBe('TIMEOUT');
    }
    const never = new OutboundHttp(() => new Promise(() => undefined), 200);
    expect(await problem(post(never, 'https://slow.example.test/'))).toBe('TIMEOUT');
  });

  it('reads no more of an answer than it keeps', async () => {
    const { port } = await target((_, response) => void response.end('x'.repeat(4_000_000)));
    expect((await post(new OutboundHttp(), `http://127.0.0.1:${port}/`)).body).toHaveLength(16 * 1024);
  });

  it('tries the next address only where the first took nothing', async () => {
    const { port, seen } = await target();
    const http = new OutboundHttp(async () => ['127.0.0.2', '127.0.0.1']);
    expect(await post(http, `http://two.example.test:${port}/`)).toMatchObject({ status: 200 });
    expect(seen).toHaveLength(1);
    const cut = await listen(createTcpServer((socket) => socket.on('data', () => socket.destroy())));
    expect(await problem(post(http, `http://127.0.0.1:${cut}/`))).toBe('CONNECTION_FAILED');
  });

  it('calls off what its caller calls off, and takes no certificate that is none', async () => {
    const { port } = await target(() => undefined);
    const abort = new AbortController();
    const call = problem(post(new OutboundHttp(), `http://127.0.0.1:${port}/`, { signal: abort.signal }));
    abort.abort();
    expect(await call).toBe('ABORTED');
    expect(await problem(post(new OutboundHttp(), `https://127.0.0.1:${port}/`))).toBe('TLS_FAILED');
  });
});
