import { probe } from './http-probe.js';

export interface EndpointQuestion {
  readonly chain: 'ethereum' | 'solana';
  readonly url: string;
  readonly timeoutMs: number;
}

export interface EndpointAnswer {
  /** Chain id in decimal, or genesis hash. */
  readonly identity: string;
  /** Seconds since the epoch, of the newest block; undefined where it does not say. */
  readonly blockTime: number | undefined;
}

/** Who an endpoint says it is, and what time it is there. Rejects with a reason that has no URL in it. */
export async function askEndpoint({ chain, url, timeoutMs }: EndpointQuestion): Promise<EndpointAnswer> {
  const call = (method: string, params: readonly unknown[]) => ask(new URL(url), { method, params, timeoutMs });
  if (chain === 'ethereum') {
    const [chainId, block] = await Promise.all([call('eth_chainId', []), call('eth_getBlockByNumber', ['latest', false])]);
    return {
      identity: BigInt(String(chainId)).toString(),
      blockTime: Number((block as { timestamp?: string } | null)?.timestamp) || undefined,
    };
  }
  const [genesis, slot] = await Promise.all([call('getGenesisHash', []), call('getSlot', [{ commitment: 'confirmed' }])]);
  const blockTime = await call('getBlockTime', [slot]).catch(() => undefined);
  return { identity: String(genesis), blockTime: Number(blockTime) || undefined };
}

async function ask(
  url: URL,
  { method, params, timeoutMs }: { readonly method: string; readonly params: readonly unknown[]; readonly timeoutMs: number },
): Promise<unknown> {
  const login =
    url.username === ''
      ? {}
      : { authorization: `Basic ${Buffer.from(decodeURIComponent(`${url.username}:${url.password}`)).toString('base64')}` };
  const { status, body } = await probe(url, {
    path: `${url.pathname}${url.search}`,
    method: 'POST',
    headers: { 'content-type': 'application/json', host: url.host, ...login },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    timeoutMs,
  });
  if (status !== 200) throw new Error(`it answers ${status}`);
  const answer = parsed(body);
  if (answer?.result === undefined || answer.result === null) throw new Error(`it does not answer ${method}`);
  return answer.result;
}

function parsed(body: string): { readonly result?: unknown } | undefined {
  try {
    return JSON.parse(body) as { result?: unknown } | undefined;
  } catch {
    return undefined;
  }
}
