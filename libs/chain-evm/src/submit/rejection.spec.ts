import { describe, expect, it } from 'vitest';
import { rejectionOf } from './rejection.js';

const outcome = (message: string, code = -32000): string => {
  const result = rejectionOf({ code, message });
  return result.outcome === 'rejected' ? result.reason : result.outcome;
};

describe('what a node says about bytes it does not take', () => {
  it.each([
    ['geth', 'already known'],
    ['reth', 'transaction already known'],
    ['erigon', 'existing tx with same hash'],
    ['erigon behind a gateway', 'INTERNAL_ERROR: existing tx with same hash'],
    ['nethermind', 'AlreadyKnown'],
    ['anvil', 'transaction already imported'],
    ['besu', 'Known transaction'],
    ['OpenEthereum', 'Transaction with the same hash was already imported.'],
    ['CometBFT chains', 'tx already exists in cache'],
  ])('%s: "%s" means that it has them', (_client, message) => {
    expect(outcome(message)).toBe('known');
  });

  it.each([
    ['nonce too low', 'nonce-too-low'],
    ['nonce too low: next nonce 5, tx nonce 4', 'nonce-too-low'],
    ['nonce too low: address 0x00, tx: 1 state: 2', 'nonce-too-low'],
    ['OldNonce, Current nonce: 5, nonce of rejected tx: 4', 'nonce-too-low'],
    ['Transaction nonce is too low. Try incrementing the nonce.', 'nonce-too-low'],
    ['replacement transaction underpriced', 'underpriced'],
    ['transaction underpriced: tip needed 1, tip permitted 0', 'underpriced'],
    ['could not replace existing tx', 'underpriced'],
    ['ReplacementNotAllowed', 'underpriced'],
    ['FeeTooLow, MaxFeePerGas too low.', 'underpriced'],
    ['FeeTooLowToCompete', 'underpriced'],
    ['transaction underpriced, effective tip is too low', 'underpriced'],
    ['fee too low', 'underpriced'],
    ['OwnNonceAlreadyUsed', 'nonce-too-low'],
    ['SenderIsContract', 'invalid'],
    ['NotSupportedTxType', 'invalid'],
    ['transaction gas limit too high (cap: 16777216, tx: 20000000)', 'invalid'],
    ['pending sub-pool is full', 'other'],
    ['future transaction tries to replace pending', 'other'],
    ['max fee per gas less than block base fee: address 0x00, maxFeePerGas: 1, baseFee: 2', 'underpriced'],
    ['fee cap less than block base fee', 'underpriced'],
    ['Gas price below configured minimum gas price', 'underpriced'],
    ['Transaction gas price is too low. There is another transaction with same nonce in the queue.', 'underpriced'],
    ['insufficient funds for gas * price + value: balance 0, tx cost 1, overshot 1', 'insufficient-funds'],
    ['Insufficient funds for gas * price + value', 'insufficient-funds'],
    ['InsufficientFunds, Account balance: 0, cumulative cost: 1', 'insufficient-funds'],
    ['Upfront cost exceeds account balance', 'insufficient-funds'],
    ['execution reverted: no', 'simulation'],
    ['rlp: expected input list for types.DynamicFeeTx', 'invalid'],
    ['Failed to decode transaction', 'invalid'],
    ['invalid sender', 'invalid'],
    ['invalid chain id for signer: have 1 want 2', 'invalid'],
    ['intrinsic gas too low: gas 20000, minimum needed 21000', 'invalid'],
    ['exceeds block gas limit', 'invalid'],
    ['tx fee (2.00 ether) exceeds the configured cap (1.00 ether)', 'invalid'],
    ['max priority fee per gas higher than max fee per gas', 'invalid'],
    ['transaction type not supported', 'invalid'],
    ['txpool is full', 'other'],
    ['an unheard-of reason', 'other'],
  ])('"%s" is a refusal: %s', (message, reason) => {
    expect(outcome(message)).toBe(reason);
  });

  it.each([
    ['Internal error', -32603],
    ['anything', -32603],
    ['limit exceeded', -32005],
    ['request timed out', -32000],
    ['context deadline: timeout', -32000],
    ['upstream connect error', -32000],
    ['service temporarily unavailable', -32000],
  ])('"%s" (%i) says nothing about the bytes', (message, code) => {
    expect(outcome(message, code)).toBe('unknown');
  });

  it.each([
    'nonce too high: address 0x8617E340B3D01FA5F11F306F4090FD50E238070D, tx: 5 state: 3',
    'Nonce too high. Expected nonce to be 3 but got 5.',
    'NonceGap, Future nonce. Expected nonce: 3',
    'NonceTooFarInFuture',
    'gapped-nonce tx from delegated accounts',
  ])('"%s" is a nonce whose turn has not come: nothing behind it is sent, and it is sent again', (message) => {
    expect(outcome(message)).toBe('unknown');
  });

  it('takes refused parameters for refused bytes', () => {
    expect(outcome('whatever', -32602)).toBe('invalid');
  });
});
