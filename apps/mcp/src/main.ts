#!/usr/bin/env node
import { createRequire } from 'node:module';
import { DaemonClient } from './daemon-client.js';
import { instructionsFor } from './instructions.js';
import { failure, INVALID_REQUEST, type RpcReply } from './json-rpc.js';
import { LineReader } from './line-reader.js';
import { McpServer } from './mcp-server.js';
import { readSettings, SettingsError, type ServerSettings } from './server-settings.js';
import { SessionRenewal } from './session-renewal.js';
import { TokenFile } from './token-file.js';
import { ALL_TOOLS } from './tools/all-tools.js';

/** Standard output belongs to the protocol; everything else that is said goes to standard error. */
function send(reply: RpcReply): void {
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}

function say(line: string): void {
  process.stderr.write(`waiaas-mcp: ${line}\n`);
}

function serve({ baseUrl, tokenFile, walletId, walletName }: ServerSettings): void {
  const token = new TokenFile(tokenFile);
  const daemon = new DaemonClient(baseUrl, token);
  const renewal = new SessionRenewal({ daemon, token, now: Date.now, say });
  const { version } = createRequire(import.meta.url)('../package.json') as { readonly version: string };
  const instructions = instructionsFor(walletName);
  const server = new McpServer({ tools: ALL_TOOLS, daemon, walletId, instructions, version, send });
  const lines = new LineReader(
    (line) => void server.receive(line),
    () => send(failure(null, INVALID_REQUEST, 'The message is too long.')),
  );
  process.stdin.on('data', (chunk: Buffer) => lines.push(chunk));
  // Whoever started this server is gone, and nobody reads what it would answer.
  process.stdin.on('end', () => {
    renewal.stop();
    server.close();
  });
  process.stdout.on('error', () => process.exit(0));
  renewal.start();
}

try {
  serve(readSettings(process.env));
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  for (const problem of error.problems) say(problem);
  process.exitCode = 2;
}
