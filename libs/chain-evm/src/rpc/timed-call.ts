import { channel } from 'node:diagnostics_channel';

/** Every call to a node, for whoever counts: the network, how long it took and whether there was an answer. No endpoint and no content. */
const CALLS = channel('waiaas:rpc');

/** Runs the call. Nobody waits for those who count. */
export async function timedCall<T>(network: string, run: () => Promise<T>): Promise<T> {
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
}
