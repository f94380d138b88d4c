import { placeGasPriceOracle, tellGasPriceOracle, tellOperatorFee } from '@waiaas/testing';
import { networkOf, type Intent } from '@waiaas/core';
import { serializeTransaction } from 'viem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  chainAt,
  makeAnvilFixture,
  RECIPIENT,
  SENDER,
  signWith,
  SENDER_KEY,
  type AnvilFixture,
} from '../../test/anvil-fixture.js';

const WEI_PER_BYTE = 1_000_000_000n;

let fixture: AnvilFixture;

beforeEach(async () => {
  fixture = await makeAnvilFixture();
  await fixture.node.rpc('evm_setAutomine', true);
});
afterEach(async () => fixture.close());

const transfer: Intent = {
  type: 'TRANSFER',
  to: RECIPIENT,
  amount: '5',
  walletId: 'w',
  chain: 'ethereum',
  network: 'base-sepolia',
  from: SENDER,
};

/** Bytes of the transaction that these parameters make, signature included. */
async function signedSize(params: Awaited<ReturnType<typeof fixture.chain.params>>): Promise<bigint> {
  const unsigned = fixture.chain.build(transfer, params, 0);
  const { raw } = fixture.chain.assemble(unsigned, await signWith(SENDER_KEY, unsigned.payload));
  return BigInt(raw.length / 2 - 1);
}

describe('the fee of a chain that publishes its bytes elsewhere', () => {
  it('covers every byte with room for a rise, beside the gas, in estimate and parameters alike', async () => {
    await placeGasPriceOracle(fixture.node);
    const before = await fixture.chain.gather(transfer);
    await tellGasPriceOracle(fixture.node, WEI_PER_BYTE);
    const { fee, params } = await fixture.chain.gather(transfer);
    if (params.kind !== 'evm') throw new Error('parameters of another chain');
    const size = await signedSize(params);
    const l1Fee = BigInt(params.l1Fee ?? '0');
    expect(l1Fee).toBeGreaterThanOrEqual((size * WEI_PER_BYTE * 3n) / 2n);
    expect(l1Fee).toBeLessThan(size * WEI_PER_BYTE * 3n);
    expect(fee.maxFee).toBe(BigInt(params.gasLimit) * BigInt(params.maxFeePerGas) + l1Fee);
    expect(fixture.chain.maxFee(transfer, params)).toBe(fee.maxFee);
    expect(before.params).not.toHaveProperty('l1Fee');
  });

  it('grows with what is published', async () => {
    await placeGasPriceOracle(fixture.node);
    await tellGasPriceOracle(fixture.node, WEI_PER_BYTE);
    const deployment = (bytes: number): Intent => ({
      ...transfer,
      type: 'CONTRACT_DEPLOY',
      amount: '0',
      calldata: `0x${'5b'.repeat(bytes)}`,
    });
    const l1FeeOf = async (intent: Intent): Promise<bigint> => {
      const { params } = await fixture.chain.gather(intent);
      return params.kind === 'evm' ? BigInt(params.l1Fee ?? '0') : 0n;
    };
    const [small, large] = [await l1FeeOf(deployment(100)), await l1FeeOf(deployment(1100))];
    expect(large - small).toBeGreaterThanOrEqual((1000n * WEI_PER_BYTE * 3n) / 2n);
  });

  it('is told by the bytes where the oracle has no upper bound yet', async () => {
    await placeGasPriceOracle(fixture.node);
    await tellGasPriceOracle(fixture.node, WEI_PER_BYTE, { isBeforeFjord: true });
    const { params } = await fixture.chain.gather(transfer);
    if (params.kind !== 'evm') throw new Error('parameters of another chain');
    expect(BigInt(params.l1Fee ?? '0')).toBeGreaterThanOrEqual(((await signedSize(params)) * WEI_PER_BYTE * 3n) / 2n);
  });

  it('is never taken for nothing where the oracle does not say', async () => {
    // Code that reverts whatever it is asked.
    await fixture.node.rpc('anvil_setCode', '0x420000000000000000000000000000000000000F', '0x60006000fd');
    await expect(fixture.chain.gather(transfer)).rejects.toMatchObject({ code: 'CHAIN_ERROR' });
  });

  it('is counted for a transaction that somebody else built', async () => {
    await placeGasPriceOracle(fixture.node);
    await tellGasPriceOracle(fixture.node, WEI_PER_BYTE);
    const raw = serializeTransaction({
      ...{ type: 'eip1559', chainId: 84532, nonce: 0, to: RECIPIENT, value: 5n },
      ...{ gas: 21_000n, maxFeePerGas: 30n, maxPriorityFeePerGas: 2n },
    });
    const { maxFee } = await fixture.chain.raw.read(raw, SENDER);
    expect(maxFee).toBeGreaterThanOrEqual(630_000n + (BigInt(raw.length / 2 - 1 + 65) * WEI_PER_BYTE * 3n) / 2n);
  });

  it('has what the operator asks in it, for the transaction and for its whole gas limit, once there is one', async () => {
    await placeGasPriceOracle(fixture.node);
    await tellGasPriceOracle(fixture.node, WEI_PER_BYTE);
    const before = await fixture.chain.gather(transfer);
    await tellOperatorFee(fixture.node, 7_000_000n, 3_000_003n);
    const { fee, params } = await fixture.chain.gather(transfer);
    if (params.kind !== 'evm' || before.params.kind !== 'evm') throw new Error('parameters of another chain');
    const more = BigInt(params.l1Fee ?? '0') - BigInt(before.params.l1Fee ?? '0');
    const asked = 7_000_000n + (BigInt(params.gasLimit) * 3_000_003n) / 1_000_000n;
    expect(more).toBeGreaterThanOrEqual((asked * 3n) / 2n);
    expect(more).toBeLessThanOrEqual((asked * 3n) / 2n + 3n);
    expect(fee.maxFee).toBe(BigInt(params.gasLimit) * BigInt(params.maxFeePerGas) + BigInt(params.l1Fee ?? '0'));

    const raw = (gas: bigint) =>
      serializeTransaction({
        ...{ type: 'eip1559', chainId: 84532, nonce: 0, to: RECIPIENT, value: 5n },
        ...{ gas, maxFeePerGas: 0n, maxPriorityFeePerGas: 0n },
      });
    const maxFee = async (gas: bigint) => (await fixture.chain.raw.read(raw(gas), SENDER)).maxFee;
    const [small, large] = [await maxFee(1_000_000n), await maxFee(9_000_000n)];
    expect(large - small).toBeGreaterThanOrEqual((8n * 3_000_003n * 3n) / 2n - 1n);
  });

  it('costs no request more than the gas estimate did', async () => {
    await placeGasPriceOracle(fixture.node);
    await tellGasPriceOracle(fixture.node, WEI_PER_BYTE);
    await fixture.chain.gather(transfer);
    const before = fixture.proxy.httpRequests;
    await fixture.chain.gather(transfer);
    // Fees of the block are asked for beside it, and both are single batches.
    expect(fixture.proxy.httpRequests - before).toBe(2);
  });

  it('is nothing on other chains, and no oracle is asked there', async () => {
    const [url] = [fixture.proxy.url];
    await fixture.node.rpc('anvil_setChainId', 421614);
    const arbitrum = chainAt([url], { network: networkOf('arbitrum-sepolia') });
    const { params } = await arbitrum.gather({ ...transfer, network: 'arbitrum-sepolia' });
    expect(params).not.toHaveProperty('l1Fee');
  });
});
