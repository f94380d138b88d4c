import { NETWORKS, type NetworkName } from '@waiaas/core';
import { text, type SettingDefinition } from './setting.js';
import { isExplorerUrl } from './url-values.js';

type Snake<S extends string> = S extends `${infer Head}-${infer Tail}` ? `${Head}_${Snake<Tail>}` : S;
type ExplorerKey = `explorer.${Snake<NetworkName>}`;

export const explorerKey = (network: NetworkName): ExplorerKey => `explorer.${network.replaceAll('-', '_')}` as ExplorerKey;

// None is preset: whoever opens a link tells that site which address they care about.
const site = (network: NetworkName) =>
  text({
    default: null,
    runtime: true,
    expects: 'an https URL without credentials',
    accepts: isExplorerUrl,
    description: `Block explorer of ${network}: pages link to \`/tx/<hash>\` and \`/address/<address>\` below it.`,
  });

/** Only addresses of links: the daemon itself never asks an explorer. */
export const explorerSettings = Object.fromEntries(NETWORKS.map(({ name }) => [explorerKey(name), site(name)])) as Record<
  ExplorerKey,
  SettingDefinition<string | null>
>;
