import { Injectable } from '@nestjs/common';
import type { AgentPromptResponse, McpTokenResponse } from '@waiaas/api-types';
import { DomainError, validationError } from '@waiaas/core';
import type { Actor } from '../../common/auth/actor.js';
import { PublicOrigin } from '../owners/public-origin.port.js';
import type { NewSession } from '../sessions/session-creation.service.js';
import { zeroForNever } from '../sessions/sessions.mapper.js';
import { type CreatedSession, SessionsService } from '../sessions/sessions.service.js';
import { WalletsService } from '../wallets/wallets.service.js';
import { agentPrompt } from './agent-prompt.js';
import { claudeDesktopConfig } from './claude-config.js';
import { toConnectWallet } from './connect-info.mapper.js';
import { McpLaunch } from './mcp-launch.js';
import { TokenFiles } from './token-files.js';

const PROMPT = 'prompt-';
/** One file, one session: the label tells which session the file of a wallet belonged to. */
const MCP_LABEL = 'mcp token';

/** Hands a new session to an agent: the token goes into a file that only this user reads, and what is shown or pasted names the file. */
@Injectable()
export class Handover {
  constructor(
    private readonly sessions: SessionsService,
    private readonly wallets: WalletsService,
    private readonly files: TokenFiles,
    private readonly origin: PublicOrigin,
    private readonly launch: McpLaunch,
  ) {}

  async mcpToken(walletId: string, ttl: number | undefined, actor: Actor): Promise<McpTokenResponse> {
    await this.files.prepare();
    const wallet = await this.wallets.get(walletId, actor);
    const created = await this.sessions.replace({ source: 'mcp', label: MCP_LABEL, ttl }, walletId, actor);
    await this.#hand(created, walletId, actor);
    const tokenPath = this.files.pathOf(walletId);
    const described = { walletId, walletName: wallet.name, tokenPath };
    return {
      ...described,
      expiresAt: zeroForNever(created.session.expiresAt),
      claudeDesktopConfig: claudeDesktopConfig(described, this.launch),
    };
  }

  async prompt(walletIds: readonly string[] | undefined, ttl: number | undefined, actor: Actor): Promise<AgentPromptResponse> {
    await this.files.prepare();
    const ids = walletIds === undefined ? await this.#activeWallets(actor) : [...new Set(walletIds)];
    const request: NewSession = { ttl, label: 'agent prompt' };
    const created = await this.sessions.create(request, ids, actor);
    const name = `${PROMPT}${created.session.id}`;
    await this.#hand(created, name, actor);
    await this.#forgetEnded();
    const wallets = await Promise.all(ids.map((id) => this.wallets.get(id, actor)));
    return {
      prompt: agentPrompt(this.origin.current(), wallets.map(toConnectWallet), this.files.pathOf(name)),
      walletCount: ids.length,
      sessionsCreated: 1,
      sessionReused: false,
      expiresAt: zeroForNever(created.session.expiresAt),
    };
  }

  /** A token that reached nobody is nobody's: its session ends with the failure. */
  async #hand({ session, token }: CreatedSession, name: string, actor: Actor): Promise<void> {
    try {
      await this.files.write(name, token);
    } catch (error) {
      await this.sessions.revoke(session.id, actor);
      throw error;
    }
  }

  async #activeWallets(actor: Actor): Promise<readonly string[]> {
    const active = (await this.wallets.list(actor, {})).filter(({ status }) => status === 'ACTIVE');
    if (active.length > 0) return active.map(({ id }) => id);
    throw validationError([{ path: 'walletIds', code: 'required', message: 'must name a wallet: none is active' }]);
  }

  /** Each prompt has a file of its own; those of sessions that are over go when the next one comes. */
  async #forgetEnded(): Promise<void> {
    for (const name of await this.files.namesWith(PROMPT)) {
      if (!(await this.#isLiving(name.slice(PROMPT.length)))) await this.files.remove(name);
    }
  }

  async #isLiving(sessionId: string): Promise<boolean> {
    try {
      return await this.sessions.isLiving(sessionId);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'SESSION_NOT_FOUND') return false;
      throw error;
    }
  }
}
