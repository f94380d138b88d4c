import type { DaemonClient } from './daemon-client.js';
import { invalidArguments } from './tool-failure.js';

export type ToolArguments = Readonly<Record<string, unknown>>;

export interface JsonSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
  readonly additionalProperties: false;
}

export interface ToolContext {
  readonly daemon: DaemonClient;
  /** The wallet that is meant where a call names none. */
  readonly walletId: string | undefined;
  readonly signal: AbortSignal;
}

export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  readonly annotations: {
    readonly readOnlyHint: boolean;
    readonly destructiveHint: boolean;
    readonly idempotentHint: boolean;
    readonly openWorldHint: boolean;
  };
  readonly run: (input: ToolArguments, context: ToolContext) => Promise<unknown>;
}

export const READS = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true } as const;
export const MOVES_VALUE = { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true } as const;

export function schema(properties: Readonly<Record<string, unknown>>, required: readonly string[] = []): JsonSchema {
  return { type: 'object', properties, ...(required.length > 0 ? { required } : {}), additionalProperties: false };
}

const text = (description: string) => ({ type: 'string', description });

export const WALLET = text('Id of one of the wallets of this session; needed where it has several.');
export const NETWORK = text('Network, for example ethereum-sepolia or solana-devnet. Needed on EVM.');
export const TRANSACTION_ID = { type: 'string', format: 'uuid', description: 'Id of a transaction of this session.' };

/** The path with those of the named arguments that are there, as its query. */
export function withQuery(path: string, input: ToolArguments, names: readonly string[]): string {
  const query = new URLSearchParams();
  for (const name of names) {
    const value = input[name];
    if (typeof value === 'string' || typeof value === 'number') query.set(name, String(value));
    else if (value !== undefined) throw invalidArguments([{ path: name, code: 'isText', message: 'must be text or a number' }]);
  }
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

/** The argument, or the wallet this server was started for. */
export function withWallet(input: ToolArguments, { walletId }: ToolContext): ToolArguments {
  return input['walletId'] === undefined && walletId !== undefined ? { ...input, walletId } : input;
}
