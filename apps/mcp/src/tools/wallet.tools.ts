import {
  NETWORK,
  READS,
  schema,
  WALLET,
  withQuery,
  withWallet,
  type Tool,
  type ToolContext,
  type ToolArguments,
} from '../tool.js';

const BY_WALLET = { network: NETWORK, walletId: WALLET };

function read(path: string) {
  return async (input: ToolArguments, context: ToolContext) =>
    context.daemon.call({
      method: 'GET',
      path: withQuery(path, withWallet(input, context), ['network', 'walletId']),
      signal: context.signal,
    });
}

export const walletTools: readonly Tool[] = [
  {
    name: 'connect_info',
    title: 'What this session may do',
    description: 'The wallets of this session, their networks and policies, and what can be asked for. Start here.',
    inputSchema: schema({}),
    annotations: READS,
    run: async (_input, { daemon, signal }) => daemon.call({ method: 'GET', path: '/v1/connect-info', signal }),
  },
  {
    name: 'get_address',
    title: 'Address of a wallet',
    description: 'The address to which others pay.',
    inputSchema: schema(BY_WALLET),
    annotations: READS,
    run: read('/v1/wallet/address'),
  },
  {
    name: 'get_balance',
    title: 'Balance of the coin',
    description:
      'How much of the coin of a network the wallet has, in base units with its decimals. network=all asks every network.',
    inputSchema: schema(BY_WALLET),
    annotations: READS,
    run: read('/v1/wallet/balance'),
  },
  {
    name: 'get_assets',
    title: 'All holdings',
    description: 'The coin and all known tokens of the wallet on a network. network=all asks every network.',
    inputSchema: schema(BY_WALLET),
    annotations: READS,
    run: read('/v1/wallet/assets'),
  },
  {
    name: 'list_policies',
    title: 'Policies in force',
    description: 'The rules that decide about payments of a wallet. simulate_transaction says what they make of one payment.',
    inputSchema: schema({
      walletId: WALLET,
      limit: { type: 'integer', minimum: 1, maximum: 200 },
      offset: { type: 'integer', minimum: 0 },
    }),
    annotations: READS,
    run: async (input, context) =>
      context.daemon.call({
        method: 'GET',
        path: withQuery('/v1/policies', withWallet(input, context), ['walletId', 'limit', 'offset']),
        signal: context.signal,
      }),
  },
];
