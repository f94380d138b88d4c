import { otherChain, startAnvil, startFaultProxy, type AnvilNode, type FaultProxy } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verdictOf, type Api } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { createWallet, masterOf, PASSWORD, QUIET_LIMITS } from '../src/harness/wallets.js';

const CHAIN_IDS = { ethereum: 1, polygon: 137, arbitrum: 42_161, optimism: 10, base: 8453, hyperevm: 999 };

let node: AnvilNode;
let proxies: readonly FaultProxy[];
let daemon: DaemonProcess;
let master: Api;

/** One node stands for all mainnets of the chain, each behind a proxy that answers for the chain it is asked as. */
async function endpoints(url: string): Promise<Record<string, string>> {
  const names = Object.entries(CHAIN_IDS);
  proxies = await Promise.all(names.map(() => startFaultProxy(url)));
  const pairs = names.map(async ([name, chainId], index) => {
    const proxy = proxies[index];
    await proxy?.inject(otherChain(chainId));
    return [`WAIAAS_RPC_EVM_${name.toUpperCase()}_MAINNET`, proxy?.url ?? ''];
  });
  return Object.fromEntries(await Promise.all(pairs)) as Record<string, string>;
}

beforeAll(async () => {
  node = await startAnvil({ chainId: 31_337 });
  const env = { WAIAAS_MASTER_PASSWORD: PASSWORD, ...(await endpoints(node.url)), ...QUIET_LIMITS };
  daemon = await DaemonProcess.start({ env });
  master = await masterOf(daemon);
});

afterAll(async () => {
  await daemon.dispose();
  await Promise.all([...proxies.map((proxy) => proxy.close()), node.stop()]);
});

describe('purging a wallet of real money', () => {
  const purge = (id: string) => master.delete(`/v1/wallets/${id}/purge`);
  const terminated = async () => {
    const wallet = await createWallet(daemon, { environment: 'mainnet' });
    await master.must(200, master.delete(`/v1/wallets/${wallet.id}`));
    return wallet;
  };

  it('is refused while any balance is there, and done when every network is known to be empty', async () => {
    const wallet = await terminated();
    await node.setBalance(wallet.address, 1n);
    expect(await purge(wallet.id)).toMatchObject({
      status: 409,
      body: { code: 'INVALID_STATE_TRANSITION', hint: expect.any(String), details: { nonZero: expect.any(Array), unknown: [] } },
    });
    expect(verdictOf(await master.get(`/v1/wallets/${wallet.id}`))).toBe('200');
    await node.setBalance(wallet.address, 0n);
    expect((await purge(wallet.id)).body).toEqual({ id: wallet.id, status: 'PURGED' });
    expect(verdictOf(await master.get(`/v1/wallets/${wallet.id}`))).toBe('404 WALLET_NOT_FOUND');
  });

  it('is refused while nobody can say what is there', async () => {
    const wallet = await createWallet(daemon, { chain: 'solana', environment: 'mainnet' });
    await master.must(200, master.delete(`/v1/wallets/${wallet.id}`));
    expect(await purge(wallet.id)).toMatchObject({
      status: 409,
      body: { code: 'INVALID_STATE_TRANSITION', details: { nonZero: [], unknown: ['solana-mainnet'] } },
    });
  });
});

describe('the exposure of real money', () => {
  it('names a password in the environment and sessions without an end', async () => {
    const wallet = await createWallet(daemon, { environment: 'mainnet' });
    await master.must(201, master.post('/v1/sessions', { walletId: wallet.id, ttl: 0, absoluteLifetime: 0 }));
    const { findings } = (await master.get<{ findings: { code: string }[] }>('/v1/exposure')).body;
    expect(findings.map(({ code }) => code)).toEqual(expect.arrayContaining(['PASSWORD_IN_ENVIRONMENT', 'SESSION_WITHOUT_END']));
    expect((await master.get('/v1/admin/status')).body['exposureFindings']).toBe(findings.length);
  });
});
