import { channel } from 'node:diagnostics_channel';
import type { NetworkName, TimeCall } from '@waiaas/core';

/** Every call to a node, for whoever counts: the network, how long it took and whether there was an answer. No endpoint and no content. */
const CALLS = channel('waiaas:rpc');

/** Times calls to the nodes of a network. Nobody waits for those who count. */
export function timedCalls(network: NetworkName): TimeCall {
  return async (run) => {
    if (!CALLS.hasSubscribers) return run();
    const begun = performance.now();
    const tell = (isAnswered: boolean): void => CALLS.publish({ network, ms: performance.now() - begun, isAnswered });
    try {
      const answer = await run();
      tell(true);
      return answer;
    } catch (failure) {
      tell(false);
      throw failure;
    }
  };
}
