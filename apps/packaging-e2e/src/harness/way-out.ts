import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { rm } from 'node:fs/promises';
import { dyingWithParent } from '@waiaas/testing';
import type { Machine } from './machine.js';

const PORT = 3128;
const RELAY = `require('node:net').createServer((here) => {
  const there = require('node:net').connect(process.argv[1]);
  for (const [a, b] of [[here, there], [there, here]]) { a.pipe(b); a.on('error', () => b.destroy()); }
}).listen(${PORT}, () => console.log('ready'));`;

/** An HTTP proxy for a machine that has no way out of its own: what is built there still needs packages. */
export class WayOut {
  private constructor(
    private readonly server: Server,
    private readonly relay: ChildProcess,
    private readonly file: string,
  ) {}

  /** On every address of `machine`, from a socket in `folder`. */
  static async open(machine: Machine, folder: string): Promise<WayOut> {
    const file = path.join(folder, 'way-out.sock');
    const server = createServer(forward).on('connect', tunnel);
    server.listen(file);
    await once(server, 'listening');
    const [program = '', ...args] = [...dyingWithParent(), ...machine.entry, process.execPath, '-e', RELAY, file];
    const relay = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(relay.stdout, 'data');
    return new WayOut(server, relay, file);
  }

  /** As seen from a machine on which the relay is `host`. */
  address(host: string): string {
    return `http://${host}:${PORT}`;
  }

  async close(): Promise<void> {
    this.relay.kill('SIGKILL');
    if (this.relay.exitCode === null && this.relay.signalCode === null) await once(this.relay, 'exit');
    this.server.closeAllConnections();
    this.server.close();
    await rm(this.file, { force: true });
  }
}

/** `GET http://host/path`: passed on as it came. */
function forward(asked: IncomingMessage, answer: ServerResponse): void {
  const url = new URL(asked.url ?? '', 'http://nowhere.invalid');
  const onward = request(url, { method: asked.method, headers: asked.headers }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  asked.pipe(onward);
}

/** `CONNECT host:port`: a pipe. */
function tunnel(asked: IncomingMessage, client: Duplex, head: Buffer): void {
  const { hostname, port } = new URL(`tcp://${asked.url ?? ''}`);
  const server: Socket = connect(Number(port), hostname, () => {
    client.write('HTTP/1.1 200 OK\r\n\r\n');
    server.write(head);
    server.pipe(client);
    client.pipe(server);
  });
  server.on('error', () => client.destroy());
  client.on('error', () => server.destroy());
}
