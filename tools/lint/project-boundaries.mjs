// Which project may depend on which, by the tags in each package.json (`nx.tags`).
// A project whose tags match no constraint may depend on nothing, so a forgotten tag fails closed.

const PURE_PACKAGES = ['@noble/hashes', '@noble/hashes/**', '@scure/base'];
const ALL_SOURCES = ['layer:contract', 'layer:domain', 'layer:adapter', 'layer:keystore', 'layer:client', 'layer:app'];
const anyOf = (...packages) => packages.flatMap((name) => [name, `${name}/**`]);

/** Domain code: pure packages alone, and each library only the ones below it. */
const domain = [
  { sourceTag: 'layer:domain', onlyDependOnLibsWithTags: ['layer:domain'], allowedExternalImports: PURE_PACKAGES },
  { sourceTag: 'scope:core', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'scope:policy', onlyDependOnLibsWithTags: ['scope:core'] },
  { sourceTag: 'scope:pipeline', onlyDependOnLibsWithTags: ['scope:core', 'scope:policy'] },
];

const adapters = [
  { sourceTag: 'layer:adapter', onlyDependOnLibsWithTags: ['layer:domain'] },
  {
    sourceTag: 'scope:chain-evm',
    onlyDependOnLibsWithTags: ['layer:domain'],
    allowedExternalImports: anyOf('viem', '@noble/curves'),
  },
  {
    sourceTag: 'scope:chain-solana',
    onlyDependOnLibsWithTags: ['layer:domain'],
    allowedExternalImports: ['@scure/base', ...anyOf('@solana/web3.js', '@solana/spl-token')],
  },
];

const keys = [
  {
    sourceTag: 'layer:keystore',
    onlyDependOnLibsWithTags: ['layer:domain'],
    allowedExternalImports: [...PURE_PACKAGES, ...anyOf('argon2', 'tweetnacl', '@noble/curves', '@scure/bip32', '@scure/bip39')],
  },
  { sourceTag: 'scope:signer', onlyDependOnLibsWithTags: ['scope:core', 'layer:keystore'], allowedExternalImports: [] },
];

const edges = [
  { sourceTag: 'layer:contract', onlyDependOnLibsWithTags: ['layer:contract'], allowedExternalImports: [] },
  { sourceTag: 'layer:client', onlyDependOnLibsWithTags: ['layer:contract'], allowedExternalImports: [] },
  { sourceTag: 'layer:app', onlyDependOnLibsWithTags: ALL_SOURCES },
  {
    sourceTag: 'scope:daemon',
    onlyDependOnLibsWithTags: ['layer:contract', 'layer:domain', 'layer:adapter'],
    bannedExternalImports: anyOf('react', 'react-dom'),
  },
  { sourceTag: 'scope:cli', onlyDependOnLibsWithTags: ['layer:contract', 'layer:client', 'scope:daemon'] },
  { sourceTag: 'scope:mcp', onlyDependOnLibsWithTags: ['layer:contract', 'layer:client'] },
  {
    allSourceTags: ['layer:app', 'runtime:browser'],
    onlyDependOnLibsWithTags: ['layer:contract'],
    bannedExternalImports: ['@nestjs/*', '@prisma/*', ...anyOf('argon2', 'viem', 'class-validator')],
  },
];

const tests = [
  { sourceTag: 'layer:e2e', onlyDependOnLibsWithTags: ['*'] },
  { sourceTag: 'layer:testing', onlyDependOnLibsWithTags: ['layer:contract', 'layer:domain'] },
  { sourceTag: 'layer:tool', onlyDependOnLibsWithTags: ['*'] },
];

/** A spec may use the test runner, the property tester and the testing library on top of what its project may use. */
function relaxForSpecs(constraint) {
  const { allowedExternalImports: allowed, onlyDependOnLibsWithTags: tags } = constraint;
  return {
    ...constraint,
    ...(allowed && { allowedExternalImports: [...allowed, ...anyOf('vitest', 'fast-check')] }),
    onlyDependOnLibsWithTags: [...tags, 'layer:testing'],
  };
}

const sources = [...domain, ...adapters, ...keys, ...edges, ...tests];

function boundaryRule(depConstraints) {
  return {
    '@nx/enforce-module-boundaries': [
      'error',
      { enforceBuildableLibDependency: false, banTransitiveDependencies: true, allow: [], depConstraints },
    ],
  };
}

export const projectBoundaries = boundaryRule(sources);
export const projectBoundariesOfSpecs = boundaryRule(sources.map(relaxForSpecs));
