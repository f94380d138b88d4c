import { describe, expect, it } from 'vitest';
import { approve, calldata, transfer, word } from '../../test/abi.js';
import { K, N, onCall, P, Q } from '../../test/verdict.js';

const USDC = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';

const linesOf = (contractAddress: string, calldata: string) =>
  onCall({ contractAddress, calldata }).operations.map(({ line }) => line);

describe('the lines an approval covers', () => {
  it('are equal for equal operations, however an address is written', () => {
    const upper = USDC.toUpperCase().replace('0X', '0x');
    expect(linesOf(upper, transfer(P, 7))).toEqual(linesOf(USDC, transfer(P, 7)));
  });

  it('stand beside canonical assets in what is spent', () => {
    const [spend] = onCall({ contractAddress: USDC, calldata: transfer(P, 7) }).spends;
    expect(spend?.asset).toBe('0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48');
  });

  it.each([
    ['recipient', K, transfer(Q, 7)],
    ['amount', K, transfer(P, 8)],
    ['contract', Q, transfer(P, 7)],
    ['effect', K, approve(P, 7)],
    ['selector alone', K, '0x12345678'],
  ])('differ by %s', (_, contract, data) => {
    expect(linesOf(contract, data)).not.toEqual(linesOf(K, transfer(P, 7)));
  });

  it('tell the NFTs of a collection apart', () => {
    const handOver = (id: number) => calldata('0x42842e0e', word(P), word(Q), word(id));
    expect(linesOf(N, handOver(1))).not.toEqual(linesOf(N, handOver(2)));
    expect(linesOf(N, approve(Q, 1))).not.toEqual(linesOf(N, approve(Q, 2)));
  });

  it('state amounts with the decimals that are known', () => {
    const [call, payment] = onCall({ contractAddress: K, calldata: transfer(P, 7) }).operations;
    expect(call).toMatchObject({ kind: 'CONTRACT_CALL', asset: null, amount: null, decimals: null });
    expect(payment).toMatchObject({ kind: 'TOKEN_TRANSFER', target: P, asset: K, amount: 7n, decimals: 6 });
    const [attached] = onCall({ contractAddress: K, calldata: transfer(P, 7), amount: '5' }).operations;
    expect(attached).toMatchObject({ asset: 'native', amount: 5n, decimals: 18 });
  });
});
