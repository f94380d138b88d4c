/** Handing a session to an agent, and teaching it the API (api.md §6 and §8). Times are Unix seconds. */
export interface McpTokenRequest {
  walletId: string;
  expiresIn?: number;
}

export interface ClaudeDesktopConfig {
  mcpServers: Record<string, { command: string; args: string[]; env: Record<string, string> }>;
}

export interface McpTokenResponse {
  walletId: string;
  walletName: string;
  /** A file of mode 0600 on the daemon's machine that holds the token and nothing else. */
  tokenPath: string;
  expiresAt: number;
  claudeDesktopConfig: ClaudeDesktopConfig;
}

export interface AgentPromptRequest {
  /** All active wallets where it is left out. */
  walletIds?: string[];
  ttl?: number;
}

export interface AgentPromptResponse {
  /** Names the file that holds the token, never the token. */
  prompt: string;
  walletCount: number;
  sessionsCreated: number;
  sessionReused: false;
  expiresAt: number;
}

export interface SkillResponse {
  name: string;
  /** Markdown. */
  content: string;
}
