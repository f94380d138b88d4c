import type { ClaudeDesktopConfig } from '@waiaas/api-types';
import type { McpLaunch } from './mcp-launch.js';

export interface DescribedServer {
  readonly walletId: string;
  readonly walletName: string;
  readonly tokenPath: string;
}

/** What Claude Desktop wants in its configuration. It names the file of the token, never the token: such files are synchronised and pasted. */
export function claudeDesktopConfig(
  { walletId, walletName, tokenPath }: DescribedServer,
  launch: Pick<McpLaunch, 'baseUrl' | 'command'>,
): ClaudeDesktopConfig {
  const env = {
    WAIAAS_BASE_URL: launch.baseUrl(),
    WAIAAS_SESSION_TOKEN_FILE: tokenPath,
    WAIAAS_WALLET_ID: walletId,
    WAIAAS_WALLET_NAME: walletName,
  };
  const { command, args } = launch.command(Object.keys(env));
  return { mcpServers: { [`waiaas-${slugOf(walletName, walletId)}`]: { command, args: [...args], env } } };
}

/** Letters and digits only: names are chosen by people, and this one becomes a key that other programs print. */
function slugOf(name: string, id: string): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 40);
  return slug === '' ? id : slug;
}
