import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxFeeOf, paramsFor } from './attempt-params.js';

const GWEI = 10n ** 9n;

describe('parameters of an attempt', () => {
  it('takes 1.2 times the gas estimate and twice the base fee plus tip', () => {
    const params = paramsFor(21_000n, { baseFee: 10n * GWEI, tip: 2n * GWEI, gasPrice: 12n * GWEI });
    expect(params).toEqual({ kind: 'evm', gasLimit: '25200', maxFeePerGas: '22000000000', maxPriorityFeePerGas: '2000000000' });
    expect(maxFeeOf(params)).toBe(25_200n * 22n * GWEI);
  });

  it('rounds the gas limit up', () => {
    expect(paramsFor(21_001n, { baseFee: 1n, tip: 0n, gasPrice: 1n }).gasLimit).toBe('25202');
  });

  it('pays the gas price on a chain without base fee', () => {
    const params = paramsFor(21_000n, { baseFee: undefined, tip: 0n, gasPrice: 5n * GWEI });
    expect(params).toMatchObject({ maxFeePerGas: '5000000000', maxPriorityFeePerGas: '5000000000', isLegacy: true });
  });

  it('never sets a tip above the max fee, nor a gas limit below 1.2 estimates', () => {
    const price = fc.bigInt(0n, 1n << 90n);
    fc.assert(
      fc.property(fc.bigInt(21_000n, 1n << 39n), price, price, (gas, baseFee, tip) => {
        const params = paramsFor(gas, { baseFee, tip, gasPrice: baseFee + tip });
        expect(BigInt(params.maxPriorityFeePerGas)).toBeLessThanOrEqual(BigInt(params.maxFeePerGas));
        expect(BigInt(params.gasLimit) * 10n).toBeGreaterThanOrEqual(gas * 12n);
      }),
    );
  });
});
