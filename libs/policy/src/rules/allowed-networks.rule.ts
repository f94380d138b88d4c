import { findNetwork } from '@waiaas/core';
import { REQUEST_TYPES } from '../request.js';
import { list } from '../schema/list.js';
import { object, optional } from '../schema/object.js';
import { network, text } from '../schema/scalars.js';
import { deny } from './finding.js';
import { definePolicy } from './policy-type.js';
import { say } from '../words/wording.js';

const entry = object({ network: network(), name: optional(text(1, 64)) });

/** By both names, so that whoever asked finds the one that was written. */
function nameOf(name: string): string {
  const known = findNetwork(name);
  return known === undefined ? name : `${name} (${known.caip2})`;
}

export const allowedNetworks = definePolicy({
  type: 'ALLOWED_NETWORKS',
  label: 'Allowed networks',
  description: 'Only these networks. A request that names no network is refused.',
  effect: 'deny',
  appliesTo: REQUEST_TYPES,
  schema: object({ networks: list(entry, { key: (one) => one.network }) }),
  example: { networks: [{ network: 'base-sepolia' as const }] },
  prepare: (rules) => new Set<string>(rules.networks.map((one) => one.network)),
  judge(networks, { request }) {
    if (request.network !== undefined && networks.has(request.network)) return [];
    const reason =
      request.network === undefined
        ? say('NETWORK_NOT_NAMED', {})
        : say('NETWORK_NOT_LISTED', { network: nameOf(request.network) });
    return [
      deny('ALLOWED_NETWORKS_VIOLATION', reason, {
        field: 'networks',
        ...(request.network === undefined
          ? {}
          : { suggestion: say('ASK_LISTING', { value: request.network, policy: 'ALLOWED_NETWORKS' }) }),
      }),
    ];
  },
});
