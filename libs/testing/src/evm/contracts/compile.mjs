// Compiles test-tokens.sol to ./test-bytecode.ts. Run it by hand after changing the source:
//   node libs/testing/src/evm/contracts/compile.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const solc = createRequire(import.meta.url)('solc');
const content = readFileSync(new URL('test-tokens.sol', import.meta.url), 'utf8');
const output = JSON.parse(
  solc.compile(
    JSON.stringify({
      language: 'Solidity',
      sources: { 'test-tokens.sol': { content } },
      settings: {
        optimizer: { enabled: true, runs: 200 },
        evmVersion: 'paris',
        metadata: { bytecodeHash: 'none' },
        outputSelection: { '*': { '*': ['evm.bytecode.object', 'evm.deployedBytecode.object'] } },
      },
    }),
  ),
);
const errors = (output.errors ?? []).filter((error) => error.severity === 'error');
if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join('\n'));

const lines = Object.entries(output.contracts['test-tokens.sol']).map(
  ([name, { evm }]) => `  ${name}: '0x${evm.bytecode.object}',`,
);
const text = `// Made by compile.mjs from test-tokens.sol with solc ${solc.version()}.\nexport const TEST_BYTECODE = {\n${lines.join('\n')}\n} as const;\n`;
writeFileSync(new URL('test-bytecode.ts', import.meta.url), text);
