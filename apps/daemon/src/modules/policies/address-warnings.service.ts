import { Injectable } from '@nestjs/common';
import type { PolicyWarning } from '@waiaas/api-types';
import { NETWORKS, type Network, type NetworkName } from '@waiaas/core';
import { CodeElsewhere } from '../../infra/chains/code-elsewhere.js';
import { namedAddresses, type NamedAddress } from './named-addresses.js';
import { PoliciesRepository, type StoredPolicy } from './policies.repository.js';

type EmptyOn = ReadonlyMap<NetworkName, ReadonlySet<string>>;

/**
 * Tells who saves a policy of addresses that are a contract on one network and nothing on another where the policy applies: whoever can
 * put code there decides what that listing means. A warning only: a node that does not answer leaves its network out.
 */
@Injectable()
export class AddressWarnings {
  constructor(
    private readonly code: CodeElsewhere,
    private readonly policies: PoliciesRepository,
  ) {}

  async of(policy: StoredPolicy): Promise<PolicyWarning[]> {
    const named = namedAddresses(policy.type, policy.rules);
    if (named.length === 0) return [];
    const reach = await this.#reach(policy);
    const empty = new Map([...(await this.#empty(named, 'ethereum')), ...(await this.#empty(named, 'solana'))]);
    return named.flatMap((one) => warningAbout(one, reach, empty));
  }

  /** The networks a policy can apply on. */
  async #reach({ walletId, network }: StoredPolicy): Promise<readonly Network[]> {
    if (network !== null) return NETWORKS.filter(({ name }) => name === network);
    const wallet = walletId === null ? undefined : await this.policies.wallet(walletId);
    if (wallet === undefined) return NETWORKS;
    return NETWORKS.filter(({ chain, environment }) => chain === wallet.chain && environment === wallet.environment);
  }

  async #empty(named: readonly NamedAddress[], chain: Network['chain']): Promise<EmptyOn> {
    const addresses = [...new Set(named.filter((one) => one.chain === chain).map(({ address }) => address))];
    const [anyNetwork] = NETWORKS.filter((network) => network.chain === chain);
    if (addresses.length === 0 || anyNetwork === undefined) return new Map();
    return this.code.emptyOn(this.code.configured(anyNetwork), addresses);
  }
}

function warningAbout(one: NamedAddress, reach: readonly Network[], empty: EmptyOn): PolicyWarning[] {
  const { path, address, chain, network } = one;
  const asked = NETWORKS.filter((known) => known.chain === chain && empty.has(known.name));
  const codeOn = asked.filter(({ name }) => empty.get(name)?.has(address) === false).map(({ name }) => name);
  const judged = asked.filter((known) => reach.includes(known) && (network === undefined || known.name === network));
  const noCodeOn = judged.filter(({ name }) => empty.get(name)?.has(address) === true).map(({ name }) => name);
  return codeOn.length > 0 && noCodeOn.length > 0 ? [{ code: 'ADDRESS_NOT_EVERYWHERE', path, address, codeOn, noCodeOn }] : [];
}
