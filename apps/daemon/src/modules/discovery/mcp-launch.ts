import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { ListeningAddress } from '../../common/http/listening-address.js';
import type { Surroundings } from '../../config/surroundings.js';
import { SURROUNDINGS } from '../../config/surroundings.token.js';

/** What the compose file calls the daemon. */
const CONTAINER = 'waiaas-daemon';

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * How an MCP client starts the server that came with this daemon: by its file, never by a package name, which would run whatever a
 * registry holds under it with the token in reach. From a container it is started where the token file is: inside.
 */
@Injectable()
export class McpLaunch {
  constructor(
    @Inject(SURROUNDINGS) private readonly surroundings: Surroundings,
    private readonly address: ListeningAddress,
  ) {}

  /** The daemon as a program beside it reaches it. */
  baseUrl(): string {
    return this.address.local();
  }

  command(variables: readonly string[]): Command {
    const main = serverMain();
    if (!this.surroundings.inContainer) return { command: process.execPath, args: [main] };
    const passed = variables.flatMap((name) => ['-e', name]);
    return { command: 'docker', args: ['exec', '-i', ...passed, CONTAINER, 'node', main] };
  }
}

function serverMain(): string {
  const manifest = createRequire(import.meta.url).resolve('@waiaas/mcp/package.json');
  return path.join(path.dirname(realpathSync(manifest)), 'dist', 'main.js');
}
