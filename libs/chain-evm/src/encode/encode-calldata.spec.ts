import fc from 'fast-check';
import { decodeFunctionData, parseAbi } from 'viem';
import { describe, expect, it } from 'vitest';
import { encodeCalldata } from './encode-calldata.js';

const ERC20 = parseAbi(['function transfer(address to, uint256 amount) returns (bool)']);
const TO = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const RECIPIENT_WORD = '0000000000000000000000008617e340b3d01fa5f11f306f4090fd50e238070d';

const failed = (call: Parameters<typeof encodeCalldata>[0]) => () => {
  expect(() => encodeCalldata(call)).toThrow(expect.objectContaining({ code: 'ABI_ENCODING_FAILED' }));
};

describe('calldata of a call', () => {
  it('is the selector and the words of the arguments', () => {
    const { calldata, selector } = encodeCalldata({ abi: ERC20, functionName: 'transfer', args: [TO, '250000000'] });
    expect(selector).toBe('0xa9059cbb');
    expect(calldata).toBe(`0xa9059cbb${RECIPIENT_WORD}${(250_000_000).toString(16).padStart(64, '0')}`);
  });

  it('takes numbers of any size as digits, as hex and as JSON numbers', () => {
    const encode = (amount: unknown) => encodeCalldata({ abi: ERC20, functionName: 'transfer', args: [TO, amount] }).calldata;
    expect(encode('255')).toBe(encode(255));
    expect(encode('0xff')).toBe(encode(255));
    expect(encode((2n ** 256n - 1n).toString()).endsWith('f'.repeat(64))).toBe(true);
  });

  it('reads a tuple by name and in order alike', () => {
    const abi = parseAbi(['struct Swap { address token; uint24 fee; }', 'function swap(Swap one, Swap[] more)']);
    const byName = { token: TO, fee: '3000' };
    const encode = (one: unknown) => encodeCalldata({ abi, functionName: 'swap', args: [one, [one]] }).calldata;
    expect(encode(byName)).toBe(encode([TO, 3000]));
  });

  it('keeps apart members of a tuple that bear one name', () => {
    const components = [
      { name: 'a', type: 'uint8' },
      { name: 'a', type: 'uint8' },
    ];
    const abi = [{ type: 'function', name: 'put', inputs: [{ name: 'one', type: 'tuple', components }] }];
    const { calldata } = encodeCalldata({ abi, functionName: 'put', args: [[1, 2]] });
    expect(calldata.slice(10)).toBe(`${'1'.padStart(64, '0')}${'2'.padStart(64, '0')}`);
  });

  it('finds the overload that takes the arguments', () => {
    const abi = parseAbi(['function put(uint8 value)', 'function put(string value)', 'function put(uint8 a, uint8 b)']);
    const selectorOf = (...args: unknown[]) => encodeCalldata({ abi, functionName: 'put', args }).selector;
    expect(new Set([selectorOf(1), selectorOf('text'), selectorOf(1, 2)]).size).toBe(3);
  });

  it(
    'refuses arguments that two overloads take',
    failed({ abi: [...parseAbi(['function put(uint8 v)', 'function put(uint16 v)'])], functionName: 'put', args: [1] }),
  );
  it('refuses a function that is not there', failed({ abi: ERC20, functionName: 'approve', args: [TO, '1'] }));
  it('refuses an inherited name', failed({ abi: ERC20, functionName: 'constructor', args: [] }));
  it('refuses too few arguments', failed({ abi: ERC20, functionName: 'transfer', args: [TO] }));
  it('refuses a number above its field', failed({ abi: ERC20, functionName: 'transfer', args: [TO, (2n ** 256n).toString()] }));
  it('refuses a negative amount', failed({ abi: ERC20, functionName: 'transfer', args: [TO, '-1'] }));
  it('refuses a fraction', failed({ abi: ERC20, functionName: 'transfer', args: [TO, 1.5] }));
  it('refuses an address that is none', failed({ abi: ERC20, functionName: 'transfer', args: ['0x12', '1'] }));
  it(
    'refuses an object in place of a list',
    failed({ abi: parseAbi(['function put(uint8[2] v)']), functionName: 'put', args: [{ length: 2, 0: 1, 1: 2 }] }),
  );
  it(
    'refuses a list of another length',
    failed({ abi: parseAbi(['function put(uint8[2] v)']), functionName: 'put', args: [[1]] }),
  );
  it('refuses what is no ABI', failed({ abi: [null, 7, { type: 'function', name: 'put' }], functionName: 'put', args: [] }));

  it('decodes to what was asked, or is refused, for any arguments', () => {
    const abi = parseAbi(['function all(uint8 a, int16 b, bool c, bytes d, string e, bytes4 f, uint256[] g)']);
    const argument = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.integer(), { maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(argument, { minLength: 7, maxLength: 7 }), (args) => {
        try {
          const { calldata } = encodeCalldata({ abi, functionName: 'all', args });
          const decoded = decodeFunctionData({ abi, data: calldata as `0x${string}` });
          expect(decoded.args.map(String)).toEqual(args.map(String));
        } catch (error) {
          expect(error).toMatchObject({ code: 'ABI_ENCODING_FAILED' });
        }
      }),
      { numRuns: 300, interruptAfterTimeLimit: 5000 },
    );
  });
});
