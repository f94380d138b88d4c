import type { PolicyTypeInfo } from '../rules/policy-type.js';
import { policyTypes } from '../rules/registry.js';
import { WORKED_EXAMPLES } from './tier-examples.js';
import type { WorkedExample } from './worked-example.js';

const EFFECTS: Readonly<Record<PolicyTypeInfo['effect'], string>> = {
  deny: 'refuses',
  limit: 'refuses above a limit',
  tier: 'sets the tier',
};

function summaryRow({ type, effect, defaultDeny, description }: PolicyTypeInfo, index: number): string {
  return `| ${String(index + 1)} | [${type}](#${type.toLowerCase()}) | ${EFFECTS[effect]} | ${defaultDeny ? 'yes' : 'no'} | ${description} |`;
}

function exampleLines({ rules, says, denyCode, tier }: WorkedExample): readonly string[] {
  return [`- \`${JSON.stringify(rules)}\`: ${says} → ${denyCode === undefined ? (tier ?? '') : `denied, \`${denyCode}\``}.`];
}

function section({ type, label, description, appliesTo, schema, example }: PolicyTypeInfo): readonly string[] {
  const members = Object.keys((schema['properties'] as object | undefined) ?? {});
  const required = new Set((schema['required'] as readonly string[] | undefined) ?? []);
  const rules = members.map((member) => `\`${member}\`${required.has(member) ? '' : ' (optional)'}`).join(', ');
  return [
    `## ${type}`,
    '',
    `${label}. ${description}`,
    '',
    `Looks at ${appliesTo.join(', ')}. Rules: ${rules}.`,
    '',
    '```json',
    JSON.stringify({ type, rules: example }),
    '```',
    '',
    ...WORKED_EXAMPLES.filter((one) => one.type === type).flatMap(exampleLines),
    '',
  ];
}

const INTRODUCTION = [
  '# Policies',
  '',
  'Made from the registry of the engine by a test, which also judges every example; the JSON Schema of each rule is at',
  '`GET /v1/policies/types`. Denials are reported in the order of the table. A type that denies by its absence refuses what it looks at',
  'until a policy of it exists; most have a `policy.default_deny_…` setting. In the examples ETH costs 3200 USD, K is a token with 6',
  'decimals at 1 USD, and every default that denies is off, so that each type is seen by itself.',
  '',
  'A save whose addresses are a contract on one network and nothing on another where the policy applies is stored and answers',
  '`warnings: [{code: "ADDRESS_NOT_EVERYWHERE", path, address, codeOn, noCodeOn}]`. Networks that do not answer in time are left out.',
];

/** The policy types as a page of documentation. The page in `docs/` is this text; a test holds the two together. */
export function policiesPage(): string {
  const types = policyTypes();
  const table = ['| | Type | Effect | Denies by its absence | What it does |', '|---|---|---|---|---|', ...types.map(summaryRow)];
  return [...INTRODUCTION, '', ...table, '', ...types.flatMap(section)].join('\n');
}
