import { NETWORKS, type NetworkName } from '@waiaas/core';
import { boolean, integer, list, text, type SettingDefinition } from './setting.js';
import { isHttpUrl } from './url-values.js';

type Snake<S extends string> = S extends `${infer Head}-${infer Tail}` ? `${Head}_${Snake<Tail>}` : S;
type RpcKeyOf<N extends NetworkName> = N extends `solana-${string}` ? `rpc.${Snake<N>}` : `rpc.evm_${Snake<N>}`;
export type RpcListKey = RpcKeyOf<NetworkName>;
export type RpcGenesisKey = `rpc.${NetworkName}_genesis`;

/** The setting that lists the endpoints of a network, in failover order. */
export function rpcListKey(network: NetworkName): RpcListKey {
  const name = network.replaceAll('-', '_');
  return (network.startsWith('solana-') ? `rpc.${name}` : `rpc.evm_${name}`) as RpcListKey;
}

/** The setting that names another genesis than the public one, for private and forked nodes. */
export function rpcGenesisKey(network: NetworkName): RpcGenesisKey {
  return `rpc.${network}_genesis`;
}

const endpoints = (network: NetworkName) =>
  list({
    default: [],
    runtime: true,
    secret: true,
    expects: 'a comma-separated list of http or https URLs',
    accepts: isHttpUrl,
    description: `RPC endpoints of ${network}, in failover order.`,
  });

const genesis = (network: NetworkName) =>
  text({
    default: null,
    expects: 'a genesis hash',
    accepts: (value) => /^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(value),
    description: `The genesis hash that the endpoints of ${network} must answer, instead of the public chain's. An exposure finding.`,
  });

/**
 * An EVM network has no genesis hash to name, and another chain id would make other signatures than the network's: passed over in
 * silence it would look as if it worked.
 */
const noGenesis = (network: NetworkName) =>
  text({
    default: null,
    expects: `left out: ${network} is known by its chain id, which cannot be replaced`,
    accepts: () => false,
    description: 'Refused: an EVM network is known by its chain id, which cannot be replaced.',
  });

const lists = Object.fromEntries(NETWORKS.map(({ name }) => [rpcListKey(name), endpoints(name)])) as Record<
  RpcListKey,
  SettingDefinition<readonly string[]>
>;
const geneses = Object.fromEntries(
  NETWORKS.map(({ name, chain }) => [rpcGenesisKey(name), (chain === 'solana' ? genesis : noGenesis)(name)]),
) as Record<RpcGenesisKey, SettingDefinition<string | null>>;

export const rpcSettings = {
  'rpc.timeout_ms': integer({
    default: 8000,
    min: 100,
    max: 60_000,
    runtime: true,
    description: 'Longest wait for one RPC answer.',
  }),
  'rpc.public_defaults': boolean({
    default: false,
    description: 'Uses the documented public endpoints for networks without one of their own.',
  }),
  ...lists,
  ...geneses,
};
