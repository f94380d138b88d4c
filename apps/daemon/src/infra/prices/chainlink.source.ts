import type { FeedReading } from '@waiaas/chain-evm';
import type { NetworkName, PricedAsset } from '@waiaas/core';
import type { PriceFeed, PriceFeeds } from '../../config/price-feeds.setting.js';
import { isNative, priceKey } from './price-key.js';
import type { PriceSource, SourceAnswer, SourceReply } from './price-source.port.js';
import { quoteOf } from './source-answer.js';

/** What a feed says, as the nodes of its network agree on it; undefined where no feed stands. Throws where they cannot be asked. */
export type ReadFeed = (network: NetworkName, address: string) => Promise<FeedReading | undefined>;

/** Feeds are a little late when the chain is busy. */
const GRACE_SECONDS = 300;

/**
 * Chainlink's feeds, read through the RPC endpoints that are set anyway. A feed writes when the price has moved, and at least once in its
 * heartbeat: within that time its word is of the block it was read in, however old the round; later it is broken and says nothing.
 */
export class ChainlinkSource implements PriceSource {
  readonly name = 'chainlink';

  constructor(
    private readonly feeds: PriceFeeds,
    private readonly readFeed: ReadFeed,
  ) {}

  supports(asset: PricedAsset): boolean {
    return asset.network.environment === 'mainnet' && this.#feedOf(asset) !== undefined;
  }

  async ask(assets: readonly PricedAsset[]): Promise<SourceReply> {
    const asked = new Map<PriceFeed, Promise<SourceAnswer | undefined>>();
    const told = await Promise.all(
      assets.map(async (asset) => {
        const feed = this.#feedOf(asset);
        if (feed === undefined) return undefined;
        const answer = asked.get(feed) ?? this.#read(feed);
        asked.set(feed, answer);
        return answer;
      }),
    );
    const answers = assets.flatMap((asset, index): [string, SourceAnswer][] => {
      const answer = told[index];
      return answer === undefined ? [] : [[priceKey(asset), answer]];
    });
    return { answers: new Map(answers), problem: answers.length === assets.length ? null : 'unreachable' };
  }

  /** The feed of the very asset, or of the chain's coin wherever that is the coin. */
  #feedOf(asset: PricedAsset): PriceFeed | undefined {
    const { chain, isChainCoin } = asset.network;
    const ofChain = isNative(asset) && isChainCoin ? this.feeds[`native:${chain}`] : undefined;
    return this.feeds[priceKey(asset)] ?? ofChain;
  }

  async #read({ network, address, heartbeatSeconds }: PriceFeed): Promise<SourceAnswer | undefined> {
    try {
      const reading = await this.readFeed(network, address);
      if (reading === undefined) return { kind: 'refused' };
      const { answer, decimals, updatedAt, blockAt } = reading;
      if (blockAt - updatedAt > heartbeatSeconds + GRACE_SECONDS) return { kind: 'refused' };
      return quoteOf(`${answer.toString()}e-${decimals.toString()}`, blockAt.toString());
    } catch {
      return undefined;
    }
  }
}
