import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

export interface ServerConfig {
  readonly command: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

/** What `POST /v1/mcp/tokens` hands out. */
export interface Handed {
  readonly tokenPath: string;
  readonly claudeDesktopConfig: { readonly mcpServers: Readonly<Record<string, ServerConfig>> };
}

/** A model's own client, from the library that most of them use, over the configuration as it was handed out. */
export class McpAgent {
  private constructor(
    private readonly client: Client,
    private readonly said: () => string,
  ) {}

  static async start({ command, args, env }: ServerConfig): Promise<McpAgent> {
    const transport = new StdioClientTransport({ command, args, env, stderr: 'pipe' });
    let said = '';
    transport.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const client = new Client({ name: 'test-agent', version: '1.0.0' });
    await client.connect(transport);
    return new McpAgent(client, () => said);
  }

  get errors(): string {
    return this.said();
  }

  get instructions(): string {
    return this.client.getInstructions() ?? '';
  }

  async toolNames(): Promise<string[]> {
    return (await this.client.listTools()).tools.map(({ name }) => name).sort();
  }

  async ask(name: string, input: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const { content, isError } = await this.client.callTool({ name, arguments: input });
    const [first] = content as { readonly text: string }[];
    return { ...(JSON.parse(first?.text ?? '') as Record<string, unknown>), ...(isError === true ? { isError } : {}) };
  }

  async close(): Promise<void> {
    await this.client.close();
  }
}

/** The one server that a configuration names. */
export function serverOf({ claudeDesktopConfig }: Handed): ServerConfig {
  const [config] = Object.values(claudeDesktopConfig.mcpServers);
  if (config === undefined) throw new Error('no server is named');
  return config;
}
