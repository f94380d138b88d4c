import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { CONNECTION_LIMITS, type ConnectionLimits } from '../../src/common/http/connection-limits.js';
import { PASSWORD, startHarness, type TestDaemon } from './harness.js';
import { call } from './http-client.js';

let daemon: TestDaemon;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await daemon.close();
});

const start = async (limits: Partial<ConnectionLimits>) =>
  (daemon = await startHarness({ limits: { ...CONNECTION_LIMITS, checkMs: 20, ...limits } }));

async function open(): Promise<Socket> {
  const socket = connect(daemon.port, '127.0.0.1').setEncoding('utf8');
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Everything the daemon sends until it closes. */
async function untilClosed(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk: string) => (text += chunk));
  await once(socket, 'close');
  return text;
}

/** Sends a byte every few milliseconds for as long as the daemon listens. */
function drip(socket: Socket, text: string): void {
  const timer = setInterval(() => void (socket.writable && socket.write(text)), 10);
  socket.once('close', () => clearInterval(timer));
}

describe('a connection that never finishes', () => {
  it('its headers is closed with 408', async () => {
    await start({ headersMs: 200, requestMs: 400 });
    const socket = await open();
    socket.write('GET /health HTTP/1.1\r\n');
    drip(socket, 'X: y\r\n');
    const answer = await untilClosed(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('"code":"REQUEST_TIMEOUT"');
  });

  it('its body is closed with 408', async () => {
    await start({ headersMs: 200, requestMs: 400 });
    const socket = await open();
    socket.write(
      `POST /v1/probe/master HTTP/1.1\r\nHost: 127.0.0.1:${daemon.port}\r\nX-Master-Password: ${PASSWORD}\r\n` +
        'Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{',
    );
    drip(socket, ' ');
    expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('and sends nothing is closed', async () => {
    await start({ headersMs: 200, requestMs: 400 });
    await untilClosed(await open());
  });

  it('after its answer is closed when no further request comes', async () => {
    await start({ keepAliveMs: 100 });
    const socket = await open();
    socket.write(`GET /health HTTP/1.1\r\nHost: 127.0.0.1:${daemon.port}\r\n\r\n`);
    expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('too many connections of one peer', () => {
  it('are closed unread, the open ones go on, and room that is given back is used again', async () => {
    await start({ perPeer: 3 });
    const first = await open();
    const others = [await open(), await open()];
    await untilClosed(await open());
    first.write(`GET /health HTTP/1.1\r\nHost: 127.0.0.1:${daemon.port}\r\n\r\n`);
    expect(String((await once(first, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 /);
    for (const socket of [first, ...others]) socket.destroy();
    await expect
      .poll(
        () =>
          call(daemon.port, { path: '/health' }).then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 10_000 },
      )
      .toBe(200);
  });
});
