import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { OutboundError } from './outbound-error.js';
import { type OutboundMail, OutboundMailer } from './outbound-mail.js';

const SILENCE_MS = 150;
const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

async function serve(talk: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    talk(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const mailTo = (port: number, over: Partial<OutboundMail> = {}): OutboundMail => ({
  host: '127.0.0.1',
  port,
  security: 'none',
  user: null,
  password: null,
  from: 'daemon@example.test',
  to: ['people@example.test'],
  subject: 'subject',
  text: 'text',
  allowPrivate: true,
  signal: new AbortController().signal,
  ...over,
});

async function problem(sending: Promise<unknown>): Promise<string> {
  try {
    await sending;
    return 'sent';
  } catch (error) {
    return error instanceof OutboundError ? error.problem : String(error);
  }
}

it('gives up a mail server that says nothing, one that never stops talking, and a name that never resolves', async () => {
  const silent = await serve(() => undefined);
  const talking = await serve((socket) => {
    const timer = setInterval(() => socket.write('220-wait\r\n'), 20);
    closers.push(() => clearInterval(timer));
  });
  for (const port of [silent, talking]) {
    expect(await problem(new OutboundMailer(undefined, SILENCE_MS).send(mailTo(port)))).toBe('TIMEOUT');
  }
  const never = new OutboundMailer(() => new Promise(() => undefined), SILENCE_MS);
  expect(await problem(never.send(mailTo(25, { host: 'mail.example.test' })))).toBe('TIMEOUT');
});

it('calls off a mail that its caller calls off, and dials no address that is not allowed', async () => {
  const port = await serve(() => undefined);
  const abort = new AbortController();
  const sending = problem(new OutboundMailer().send(mailTo(port, { signal: abort.signal })));
  abort.abort();
  expect(await sending).toBe('ABORTED');
  expect(await problem(new OutboundMailer().send(mailTo(port, { allowPrivate: false })))).toBe('PRIVATE_ADDRESS');
  expect(await problem(new OutboundMailer(async () => ['8.8.8.8']).send(mailTo(port, { host: 'mail.example.test' })))).toBe(
    'INSECURE_URL',
  );
});
