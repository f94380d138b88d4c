import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SolanaNodeOptions } from '../solana-node-options.js';
import { EndpointServer } from './endpoint-server.js';
import { serveSubscriptions } from './subscription-server.js';
import { TestChain } from './test-chain.js';

const HOST = '127.0.0.1';
const PORT_TRIES = 50;

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

// web3.js 1.x derives the WebSocket port as HTTP port + 1, so both must be free.
async function openEndpoint(endpoint: EndpointServer): Promise<string> {
  for (let tries = 0; tries < PORT_TRIES; tries += 1) {
    const port = await listen(endpoint.server, 0);
    const sockets = createServer();
    try {
      await listen(sockets, port + 1);
    } catch {
      await new Promise((resolve) => endpoint.server.close(resolve));
      continue;
    }
    serveSubscriptions(endpoint.server, endpoint);
    serveSubscriptions(sockets, endpoint);
    return `http://${HOST}:${String(port)}`;
  }
  throw new Error('no two neighbouring ports are free');
}

async function run(options: SolanaNodeOptions): Promise<void> {
  const chain = new TestChain(options.startSlot, options.finalizedDepth);
  const urls: string[] = [];
  for (let n = 0; n < options.endpoints; n += 1) urls.push(await openEndpoint(new EndpointServer(chain, options.genesisHash)));
  if (options.slotMs > 0) {
    setInterval(() => {
      if (!chain.isPaused) chain.tick();
    }, options.slotMs);
  }
  // The parent's end of this pipe closes with the parent, however that ends.
  process.stdin.on('end', () => process.exit(0)).resume();
  process.stdout.write(`${JSON.stringify({ urls })}\n`);
}

await run(JSON.parse(process.argv[2] ?? '{}') as SolanaNodeOptions);
