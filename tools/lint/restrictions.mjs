import { builtinModules } from 'node:module';

// Restrictions that depend on where a file lives. ESLint replaces a rule's options instead of merging them, so every area
// lists its whole set through `restrict`, and a later block in eslint.config.mjs never weakens an earlier one by accident.

const builtins = builtinModules.filter((name) => !name.startsWith('_') && !name.includes(':') && name !== 'process');

const imports = {
  bareBuiltins: { regex: `^(${builtins.join('|')})$`, message: 'Name built-in modules with their node: prefix.' },
  deepImports: { regex: '^@waiaas/[^/]+/', message: 'A library has one public file: import @waiaas/<name>.' },
  builtOutput: { regex: '^(\\.|@waiaas/).*/dist/', message: 'Import the package, not its build output.' },
  otherProjects: { regex: '^(\\.\\./)+(apps|libs)/', message: 'Import another project by its package name.' },
  testTools: { regex: '^(vitest|fast-check|@waiaas/testing)(/|$)', message: 'Only specs use test tools.' },
  nodeModules: { regex: '^(node:|process$)', message: 'Pure code: the host belongs to adapters and apps.' },
  processModule: { regex: '^(node:)?process$', message: 'The environment is read in apps/daemon/src/config alone.' },
  network: {
    regex: '^node:(https?|http2|net|tls|dgram|dns|dns/promises|cluster|child_process|worker_threads|inspector|vm)$',
    message: 'The process that holds keys has no network and starts nothing.',
  },
  prismaClient: {
    regex: '(^@prisma/|/prisma/generated/|^better-sqlite3$)',
    message: 'The database client is for *.repository.ts and infra/prisma alone.',
  },
  forwardRef: {
    name: '@nestjs/common',
    importNames: ['forwardRef'],
    message: 'A cycle means a third module or a port is missing.',
  },
};

const properties = {
  mathRandom: {
    object: 'Math',
    property: 'random',
    message: 'Not random enough for anything here, and not repeatable in tests.',
  },
  floatParsing: { object: 'Number', property: 'parseFloat', message: 'Amounts are bigint or decimal strings.' },
  processEnv: { object: 'process', property: 'env', message: 'The environment is read in apps/daemon/src/config alone.' },
  rawSql: ['$queryRaw', '$queryRawUnsafe', '$queryRawTyped', '$executeRaw', '$executeRawUnsafe', '$runCommandRaw'].map(
    (property) => ({
      property,
      message: 'Raw SQL lives in infra/prisma, where both databases are tested.',
    }),
  ),
};

const constructorSelector = (parent) => `${parent} > ClassBody > MethodDefinition[kind="constructor"] > FunctionExpression`;
const decorated = ':matches(ClassDeclaration, ClassExpression)[decorators.length>0]';
const plain = ':matches(ClassDeclaration, ClassExpression):not([decorators.length>0])';
const tooManyParameters = 'More than four parameters: pass one object.';

const SQLITE_ONLY =
  '/\\b(PRAGMA\\s+\\w|INSERT\\s+OR\\s+|sqlite_(master|schema|sequence)|BEGIN\\s+(IMMEDIATE|EXCLUSIVE)|AUTOINCREMENT|strftime\\s*\\()/i';

const syntax = {
  parameters: [
    ['FunctionDeclaration[params.length>4]', tooManyParameters],
    ['ArrowFunctionExpression[params.length>4]', tooManyParameters],
    [':not(MethodDefinition[kind="constructor"]) > FunctionExpression[params.length>4]', tooManyParameters],
    [`${constructorSelector(plain)}[params.length>4]`, tooManyParameters],
    [`${constructorSelector(decorated)}[params.length>6]`, 'More than six injected dependencies: split the class.'],
  ],
  enums: [['TSEnumDeclaration', 'Use a union of literals, or an object `as const`.']],
  defaultExports: [['ExportDefaultDeclaration', 'Named exports only.']],
  barrels: [['ExportAllDeclaration', 'No barrels except the public file of a library.']],
  dynamicImports: [['ImportExpression', 'A dynamic import escapes the import rules.']],
  browser: [
    ['JSXAttribute[name.name="dangerouslySetInnerHTML"]', 'Text nodes only: token names and memos are hostile.'],
    ['JSXAttribute[name.name="style"] > Literal', 'The content security policy blocks style strings.'],
    [
      'JSXAttribute[name.name="style"] > JSXExpressionContainer > TemplateLiteral',
      'The content security policy blocks style strings.',
    ],
    ['MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]', 'Trusted Types refuse HTML from strings.'],
    ['Literal[value=/^(https?|wss?):\\/\\/./]', 'The page talks to its own origin alone.'],
  ],
  sqliteSql: [
    [`Literal[value=${SQLITE_ONLY}]`, 'SQL of one database lives in infra/prisma.'],
    [`TemplateElement[value.raw=${SQLITE_ONLY}]`, 'SQL of one database lives in infra/prisma.'],
  ],
};

const HOST_GLOBALS = [
  ...['Date', 'process', 'fetch', 'Buffer', 'globalThis', 'global', 'performance', 'crypto', 'require', 'console'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate', 'queueMicrotask'],
  ...['WebSocket', 'EventSource', 'XMLHttpRequest', 'BroadcastChannel', 'navigator', 'localStorage', 'sessionStorage'],
].map((name) => ({ name, message: 'Pure code: time, randomness and the host come in as arguments.' }));
const NETWORK_GLOBALS = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'].map((name) => ({
  name,
  message: 'The process that holds keys has no network.',
}));
const only = (names, message) => names.map((name) => ({ name, message }));
const BROWSER_NETWORK = only(
  ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'],
  'Only lib/api-client.ts talks to the daemon.',
);
const BROWSER_STORAGE = only(
  ['localStorage', 'sessionStorage', 'indexedDB'],
  'Only lib/login-store.ts and lib/preferences.ts store.',
);
const FLOAT_GLOBALS = [{ name: 'parseFloat', message: 'Amounts are bigint or decimal strings.' }];

function restrict({ imports: patterns, properties: banned, syntax: shapes, globals = [] }) {
  const isPath = (entry) => 'name' in entry;
  const list = patterns.flat();
  return {
    'no-restricted-imports': ['error', { paths: list.filter(isPath), patterns: list.filter((entry) => !isPath(entry)) }],
    'no-restricted-properties': ['error', ...banned.flat()],
    'no-restricted-globals': ['error', ...FLOAT_GLOBALS, ...globals],
    'no-restricted-syntax': ['error', ...shapes.flat().map(([selector, message]) => ({ selector, message }))],
  };
}

const everywhere = [imports.bareBuiltins, imports.deepImports, imports.builtOutput, imports.otherProjects];
const shapes = [syntax.parameters, syntax.enums, syntax.defaultExports, syntax.barrels];
const numbers = [properties.mathRandom, properties.floatParsing];

const pure = {
  imports: [...everywhere, imports.nodeModules, imports.testTools],
  properties: numbers,
  syntax: [...shapes, syntax.dynamicImports],
  globals: HOST_GLOBALS,
};
const daemon = {
  imports: [...everywhere, imports.testTools, imports.forwardRef, imports.processModule, imports.prismaClient],
  properties: [...numbers, properties.processEnv, properties.rawSql],
  syntax: [...shapes, syntax.dynamicImports, syntax.sqliteSql],
};
const without = (list, ...removed) => list.filter((entry) => !removed.includes(entry));
/** A spec may use test tools, and hand its own environment to a program it starts. */
const forSpecs = (area) =>
  restrict({
    ...area,
    imports: without(area.imports, imports.testTools),
    properties: without(area.properties, properties.processEnv),
  });
const forPublicFile = (area) => restrict({ ...area, syntax: without(area.syntax, syntax.barrels) });
const sources = {
  imports: [...everywhere, imports.testTools, imports.processModule],
  properties: [...numbers, properties.processEnv],
  syntax: shapes,
};
const keyHolding = {
  ...sources,
  imports: [...sources.imports, imports.network],
  syntax: [...shapes, syntax.dynamicImports],
  globals: NETWORK_GLOBALS,
};
const dashboard = {
  ...sources,
  imports: [...sources.imports, imports.nodeModules],
  syntax: [...shapes, syntax.browser],
  globals: [...BROWSER_NETWORK, ...BROWSER_STORAGE],
};

export const restrictions = {
  sources: restrict(sources),
  sourcesPublicFile: forPublicFile(sources),
  sourcesSpecs: forSpecs(sources),
  pure: restrict(pure),
  purePublicFile: forPublicFile(pure),
  pureSpecs: forSpecs(pure),
  keyHolding: restrict(keyHolding),
  keyHoldingPublicFile: forPublicFile(keyHolding),
  keyHoldingSpecs: forSpecs(keyHolding),
  daemon: restrict(daemon),
  daemonSpecs: forSpecs(daemon),
  daemonConfig: restrict({ ...daemon, properties: without(daemon.properties, properties.processEnv) }),
  daemonRepository: restrict({ ...daemon, imports: without(daemon.imports, imports.prismaClient) }),
  daemonPrisma: restrict({
    imports: without(daemon.imports, imports.prismaClient),
    properties: without(daemon.properties, properties.rawSql),
    syntax: without(daemon.syntax, syntax.sqliteSql),
  }),
  daemonPrismaSpecs: restrict({
    imports: without(daemon.imports, imports.prismaClient, imports.testTools),
    properties: without(daemon.properties, properties.rawSql),
    syntax: without(daemon.syntax, syntax.sqliteSql),
  }),
  dashboard: restrict(dashboard),
  dashboardNetwork: restrict({ ...dashboard, globals: BROWSER_STORAGE }),
  dashboardStorage: restrict({ ...dashboard, globals: BROWSER_NETWORK }),
  dashboardSpecs: forSpecs({ ...dashboard, syntax: without(dashboard.syntax, syntax.browser) }),
  cliEntry: restrict({
    ...sources,
    properties: without(sources.properties, properties.processEnv),
    imports: without(sources.imports, imports.processModule),
  }),
  tests: restrict({ imports: everywhere, properties: numbers, syntax: [syntax.parameters, syntax.enums, syntax.defaultExports] }),
  tools: restrict({ imports: [imports.bareBuiltins], properties: numbers, syntax: [syntax.parameters] }),
};
