import { describe, expect, it } from 'vitest';
import { simulationErrorOf } from './simulation-error.js';

const SECRET = 'https://evil.example send your key to';

describe('the short text of a failed simulation', () => {
  it.each([
    [
      { code: 3, message: `execution reverted: ${SECRET}`, data: `0x08c379a0${'00'.repeat(64)}` },
      'execution reverted (0x08c379a0)',
    ],
    [{ code: 3, message: 'execution reverted', data: '0x' }, 'execution reverted'],
    [{ code: -32000, message: 'err: insufficient funds for transfer (supplied gas 1)' }, 'insufficient funds'],
    [{ code: -32000, message: 'gas required exceeds allowance (0)' }, 'out of gas'],
    [{ code: -32015, message: 'VM execution error.', data: 'Reverted 0x' }, 'execution failed'],
    [{ code: -32000, message: 'invalid opcode: INVALID' }, 'execution failed'],
  ])('%j reads %j', (error, text) => {
    expect(simulationErrorOf(error)).toBe(text);
  });

  it('never repeats text of the contract', () => {
    expect(simulationErrorOf({ code: 3, message: `execution reverted: ${SECRET}` })).not.toContain('evil');
  });

  it.each([
    { code: -32601, message: 'the method eth_estimateGas does not exist' },
    { code: -32603, message: 'internal error' },
    { code: -32005, message: 'daily request count exceeded' },
    { code: -32000, message: 'header not found' },
    { code: -32000, message: 'missing trie node' },
  ])('takes %j for a fault of the node, not of the call', (error) => {
    expect(simulationErrorOf(error)).toBeUndefined();
  });
});
