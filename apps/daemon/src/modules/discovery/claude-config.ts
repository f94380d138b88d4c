import type { ClaudeDesktopConfig } from '@waiaas/api-types';

export interface DescribedServer {
  readonly walletId: string;
  readonly walletName: string;
  readonly baseUrl: string;
  readonly tokenPath: string;
}

/** What Claude Desktop wants in its configuration. It names the file of the token, never the token: such files are synchronised and pasted. */
export function claudeDesktopConfig({ walletId, walletName, baseUrl, tokenPath }: DescribedServer): ClaudeDesktopConfig {
  const server = {
    command: 'npx',
    args: ['-y', '@waiaas/mcp'],
    env: {
      WAIAAS_BASE_URL: baseUrl,
      WAIAAS_SESSION_TOKEN_FILE: tokenPath,
      WAIAAS_WALLET_ID: walletId,
      WAIAAS_WALLET_NAME: walletName,
    },
  };
  return { mcpServers: { [`waiaas-${slugOf(walletName, walletId)}`]: server } };
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
