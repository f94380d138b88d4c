import { deployMultisig, newSigners, setMembers, startAnvil, type AnvilNode, type TestSigner } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, verdictOf, type ApiAnswer } from '../src/harness/api.js';
import { fundedOnSepolia, SEPOLIA, startOnSepolia, type OnSepolia } from '../src/harness/on-sepolia.js';
import { MultisigOwner } from '../src/harness/owner-keys.js';
import { confirmed, type TestWallet } from '../src/harness/wallets.js';

const TO = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const BASE_SEPOLIA_CHAIN_ID = 84532;

let stand: OnSepolia;
let base: AnvilNode;
let url: string;
let members: readonly TestSigner[];
let multisig: string;
let wallet: TestWallet;
let owner: MultisigOwner;

beforeAll(async () => {
  base = await startAnvil({ chainId: BASE_SEPOLIA_CHAIN_ID });
  stand = await startOnSepolia({ WAIAAS_RPC_EVM_BASE_SEPOLIA: base.url });
  url = await stand.daemon.url();
  members = newSigners(3);
  multisig = await deployMultisig(stand.node, members, 2);
  owner = new MultisigOwner(multisig, members.slice(0, 2));
  wallet = await fundedOnSepolia(stand, 10n);
  await stand.master.must(200, stand.master.put(`/v1/wallets/${wallet.id}/owner`, { owner_address: multisig }));
});

afterAll(async () => {
  await stand.daemon.dispose();
  await Promise.all([stand.node.stop(), base.stop()]);
});

const verify = async (by = owner, network: string | null = SEPOLIA): Promise<ApiAnswer> => {
  const options = { walletId: wallet.id, expiresInSeconds: 3600, ...(network === null ? {} : { network }) };
  const headers = await by.headers(url, 'verify', options);
  return new Api(url).post(`/v1/wallets/${wallet.id}/owner/verify`, undefined, headers);
};

async function approve(by = owner): Promise<{ readonly id: string; readonly answer: ApiAnswer }> {
  const send = { network: SEPOLIA, to: TO, humanAmount: '2', allowDuplicate: true };
  const { id } = await wallet.api.must(201, wallet.api.post<{ id: string }>('/v1/transactions/send', send));
  const headers = await by.headers(url, 'approve', { transactionId: id });
  return { id, answer: await new Api(url).post(`/v1/transactions/${id}/approve`, undefined, headers) };
}

describe('a wallet whose owner is a multisig', () => {
  it('has an hour for the signatures, and no network where none is named', async () => {
    const challenge = await owner.challenge(url, 'verify', { walletId: wallet.id, network: SEPOLIA, expiresInSeconds: 3600 });
    expect(challenge.expiresAt - Date.now() / 1000).toBeGreaterThan(3500);
    expect(verdictOf(await verify(owner, null))).toBe('401 INVALID_SIGNATURE');
  });

  it('is not verified by too few, nor on a network where no such contract stands', async () => {
    expect(verdictOf(await verify(new MultisigOwner(multisig, members.slice(0, 1))))).toBe('401 INVALID_SIGNATURE');
    expect(verdictOf(await verify(owner, 'base-sepolia'))).toBe('401 INVALID_SIGNATURE');
  });

  it('is verified by two of three, with a warning about the one node that vouches for it', async () => {
    const answer = await verify();
    expect(answer).toMatchObject({ status: 200, body: { ownerState: 'LOCKED', ownerAddress: multisig, ownerVerified: true } });
    expect(answer.body['warning']).toContain(SEPOLIA);
  });

  it('pays what two of three approved, and nothing that one did', async () => {
    const alone = await approve(new MultisigOwner(multisig, members.slice(2)));
    expect(verdictOf(alone.answer)).toBe('401 INVALID_SIGNATURE');
    const together = await approve(new MultisigOwner(multisig, members.slice(1)));
    expect(together.answer).toMatchObject({ status: 200, body: { status: 'EXECUTING', approvedBy: 'owner' } });
    await confirmed(wallet.api, together.id, 60);
    expect((await wallet.api.get(`/v1/transactions/${alone.id}`)).body['status']).toBe('QUEUED');
  });

  it('hears its new members and no longer the old ones', async () => {
    const others = newSigners(2);
    await setMembers(stand.node, multisig, others, 2);
    expect(verdictOf((await approve()).answer)).toBe('401 INVALID_SIGNATURE');
    expect((await approve(new MultisigOwner(multisig, others))).answer.status).toBe(200);
    await setMembers(stand.node, multisig, members, 2);
  });

  it('does not hear other people’s contract at its address on another network', async () => {
    const code = await stand.node.rpc<string>('eth_getCode', multisig, 'latest');
    await base.rpc('anvil_setCode', multisig, code);
    const thieves = newSigners(2);
    await setMembers(base, multisig, thieves, 2);
    const headers = await new MultisigOwner(multisig, thieves).headers(url, 'keep-owner', {
      walletId: wallet.id,
      network: 'base-sepolia',
    });
    const answer = await new Api(url).post(`/v1/wallets/${wallet.id}/owner/keep`, undefined, headers);
    expect(verdictOf(answer)).toBe('401 INVALID_SIGNATURE');
  });

  it('is refused when its code is no longer the one that was verified, and frozen by it as long as it is', async () => {
    const code = await stand.node.rpc<string>('eth_getCode', multisig, 'latest');
    // Answers EIP-1271's magic value to everybody.
    await stand.node.rpc('anvil_setCode', multisig, '0x631626ba7e60e01b60005260206000f3');
    const swapped = (await approve()).answer;
    expect(verdictOf(swapped)).toBe('401 INVALID_SIGNATURE');
    expect(JSON.stringify(swapped.body)).toContain('not the one that was verified');
    await stand.node.rpc('anvil_setCode', multisig, code);
    const frozen = await new Api(url).post('/v1/owner/kill-switch', undefined, await owner.headers(url, 'freeze', {}));
    expect(frozen).toMatchObject({ status: 200, body: { state: 'SUSPENDED' } });
    expect((await stand.master.get(`/v1/wallets/${wallet.id}`)).body['status']).toBe('SUSPENDED');
  });
});
