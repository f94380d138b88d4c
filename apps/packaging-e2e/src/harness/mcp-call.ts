import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How a client starts an MCP server, as `POST /v1/mcp/tokens` hands it out. */
export interface McpServer {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const PROTOCOL = '2025-06-18';
const ANSWER_MS = 120_000;

/** Starts the server as a client would, calls one tool without arguments and gives what that said. */
export async function callTool(
  { command, args, env }: McpServer,
  name: string,
  surroundings: NodeJS.ProcessEnv,
): Promise<string> {
  const server = spawn(command, args, {
    env: { ...process.env, ...surroundings, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: ANSWER_MS,
  });
  const ask = (message: object): void => {
    server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  };
  const client = { protocolVersion: PROTOCOL, capabilities: {}, clientInfo: { name: 'stranger', version: '1' } };
  ask({ id: 1, method: 'initialize', params: client });
  try {
    for await (const line of createInterface({ input: server.stdout })) {
      const { id } = JSON.parse(line) as { readonly id?: number };
      if (id === 2) return line;
      if (id !== 1) continue;
      ask({ method: 'notifications/initialized' });
      ask({ id: 2, method: 'tools/call', params: { name, arguments: {} } });
    }
    throw new Error(`the server ended before it answered: ${command} ${args.join(' ')}`);
  } finally {
    server.kill();
  }
}
