import type { Operation } from '../operations/operation.js';
import { list } from '../schema/list.js';
import { object } from '../schema/object.js';
import { evmAddress, selector } from '../schema/scalars.js';
import { comparable } from '../value/asset.js';
import { deny } from './finding.js';
import { definePolicy } from './policy-type.js';
import { say } from '../words/wording.js';

const entry = object({ contractAddress: evmAddress(), selectors: list(selector(), { key: (one) => one }) });

type Methods = ReadonlyMap<string, ReadonlySet<string>>;

/** Listed selectors of a contract; undefined where the policy says nothing about it. */
export function listedMethods(methods: Methods, { contract }: Operation): ReadonlySet<string> | undefined {
  return contract === undefined ? undefined : methods.get(comparable(contract));
}

export const methodWhitelist = definePolicy({
  type: 'METHOD_WHITELIST',
  label: 'Allowed methods',
  description:
    'On the contracts named here only these methods may be called, also by trusted providers. Other contracts are not concerned.',
  effect: 'deny',
  appliesTo: ['CONTRACT_CALL', 'BATCH', 'SIGN_TYPED_DATA'],
  schema: object({ methods: list(entry, { key: (one) => one.contractAddress }) }),
  example: { methods: [{ contractAddress: '0x68b3465833fb72A70ecDF485E0e4C7bD8665Fc45', selectors: ['0x04e45aaf'] }] },
  prepare: (rules): Methods => new Map(rules.methods.map((one) => [comparable(one.contractAddress), new Set(one.selectors)])),
  judge: (methods, { operations }) =>
    operations
      .filter((operation) => {
        const listed = operation.kind === 'CONTRACT_CALL' ? listedMethods(methods, operation) : undefined;
        return listed !== undefined && !listed.has(operation.selector?.toLowerCase() ?? '');
      })
      .map((operation) => {
        const method = operation.selector ?? '(none)';
        const address = operation.contract ?? '';
        return deny('METHOD_WHITELIST_VIOLATION', say('METHOD_NOT_LISTED', { method, address }), {
          field: 'methods',
          operation: operation.path,
          ...(operation.selector === undefined ? {} : { suggestion: say('ASK_METHOD', { method, address }) }),
        });
      }),
});
