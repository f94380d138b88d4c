import { Injectable } from '@nestjs/common';
import type { TestRpcResponse } from '@waiaas/api-types';
import type { Chain } from '@waiaas/core';

const TIMEOUT_MS = 5000;
const MAX_BYTES = 65_536;

type Problem = 'TIMEOUT' | 'UNREACHABLE' | 'HTTP_ERROR' | 'NOT_JSON_RPC';

class ProbeFailure extends Error {
  constructor(readonly problem: Problem) {
    super(problem);
  }
}

/** What is asked, whatever the caller wrote: nothing of the answer but two numbers or a hash ever comes back. */
const PROBES = {
  ethereum: { identity: 'eth_chainId', height: 'eth_blockNumber' },
  solana: { identity: 'getGenesisHash', height: 'getSlot' },
} as const;

/** One fixed probe of an endpoint somebody thinks of using: no redirects, no text of the endpoint, a bounded answer and time. */
@Injectable()
export class RpcProbe {
  async probe(url: string, chain: Chain): Promise<TestRpcResponse> {
    const begun = performance.now();
    try {
      const { identity, height } = PROBES[chain];
      const chainId = identityOf(chain, await ask(url, identity));
      const latencyMs = Math.round(performance.now() - begun);
      return { success: true, latencyMs, chainId, blockNumber: heightOf(chain, await ask(url, height)) };
    } catch (error) {
      return { success: false, error: error instanceof ProbeFailure ? error.problem : problemOf(error) };
    }
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof SyntaxError) return 'NOT_JSON_RPC';
  return error instanceof Error && error.name === 'TimeoutError' ? 'TIMEOUT' : 'UNREACHABLE';
}

async function ask(url: string, method: string): Promise<unknown> {
  const { target, headers } = withoutUser(url);
  const response = await fetch(target, {
    method: 'POST',
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: [] }),
  });
  const text = await bounded(response);
  if (!response.ok) throw new ProbeFailure('HTTP_ERROR');
  const answer: unknown = JSON.parse(text);
  if (typeof answer !== 'object' || answer === null || !('result' in answer)) throw new ProbeFailure('NOT_JSON_RPC');
  return answer.result;
}

/** A user in the URL goes into a header: fetch takes none. */
function withoutUser(text: string): { readonly target: string; readonly headers: Record<string, string> } {
  const url = new URL(text);
  const { username, password } = url;
  if (username === '' && password === '') return { target: text, headers: {} };
  url.username = '';
  url.password = '';
  const user = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  return { target: url.href, headers: { authorization: `Basic ${user}` } };
}

async function bounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > MAX_BYTES) throw new ProbeFailure('NOT_JSON_RPC');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function identityOf(chain: Chain, result: unknown): number | string {
  if (chain === 'ethereum') return quantity(result);
  if (typeof result === 'string' && /^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(result)) return result;
  throw new ProbeFailure('NOT_JSON_RPC');
}

function heightOf(chain: Chain, result: unknown): number {
  if (chain === 'ethereum') return quantity(result);
  if (typeof result === 'number' && Number.isSafeInteger(result) && result >= 0) return result;
  throw new ProbeFailure('NOT_JSON_RPC');
}

function quantity(result: unknown): number {
  if (typeof result === 'string' && /^0x(?:0|[1-9a-f][0-9a-f]{0,12})$/i.test(result)) return Number(result);
  throw new ProbeFailure('NOT_JSON_RPC');
}
