#!/usr/bin/env node
// Stand-in for Prisma's native schema engine on SQLite: the same arguments and the same line-delimited JSON-RPC on stdin and
// stdout, answered by @prisma/schema-engine-wasm over the better-sqlite3 driver adapter. Only development commands use it
// (`prisma migrate …`, `prisma generate`); the daemon applies its migrations itself. It can go when the Prisma CLI runs its
// WebAssembly engine on its own.
import { existsSync, readFileSync, unlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';

const argv = process.argv.slice(2);
const valuesOf = (option) => argv.flatMap((argument, index) => (argument === option ? [argv[index + 1]] : []));
const datasource = JSON.parse(valuesOf('--datasource')[0] ?? '{}');
if (datasource.url && !datasource.url.startsWith('file:')) fail('This engine knows SQLite only.', 'P1013');
const databaseFile = () => datasource.url.replace(/^file:/, '').split('?')[0];

// As `prisma migrate` creates it.
const BOOKKEEPING = `CREATE TABLE "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
);`;

function log(level, fields) {
  const timestamp = new Date().toISOString();
  process.stderr.write(`${JSON.stringify({ level, timestamp, target: 'schema_engine::logger', fields })}\n`);
}

function fail(message, errorCode) {
  log('INFO', { message: 'schema engine stand-in' }); // the CLI drops the first line
  log('ERROR', { message, error_code: errorCode, is_panic: false });
  process.exit(1);
}

const isMissingBookkeeping = (query, cause) => cause.kind === 'TableDoesNotExist' && query.sql.includes('_prisma_migrations');
const isWholeScript = (query, text) => /more than one statement/.test(text) && !query.args?.length;

/** What the WebAssembly engine gets wrong on this adapter, told apart by the error it raises. */
async function recover(connection, { query, method, run }, error) {
  const cause = error?.cause ?? {};
  if (method === 'queryRaw' && isMissingBookkeeping(query, cause)) {
    await connection.executeScript(BOOKKEEPING);
    return run(query);
  }
  if (isWholeScript(query, String(cause.originalMessage ?? error))) {
    await connection.executeScript(query.sql);
    return method === 'executeRaw' ? 0 : { columnNames: [], columnTypes: [], rows: [] };
  }
  throw error;
}

function tolerant(connection) {
  for (const method of ['queryRaw', 'executeRaw']) {
    const run = connection[method].bind(connection);
    connection[method] = async (query) => {
      try {
        return await run(query);
      } catch (error) {
        return recover(connection, { query, method, run }, error);
      }
    };
  }
  return connection;
}

function adapterFactory() {
  const factory = new PrismaBetterSqlite3(
    { url: datasource.url ?? 'file::memory:' },
    { shadowDatabaseUrl: datasource.shadowDatabaseUrl ?? ':memory:' },
  );
  for (const open of ['connect', 'connectToShadowDb']) {
    const original = factory[open].bind(factory);
    factory[open] = async () => tolerant(await original());
  }
  return factory;
}

async function withConnection(use) {
  const connection = await adapterFactory().connect();
  try {
    return await use(connection);
  } finally {
    await connection.dispose();
  }
}

/** The engine's own reset leaves tables behind; sqlite_sequence survives and would read as "not empty". */
function reset() {
  return withConnection(async (connection) => {
    const { rows } = await connection.queryRaw({
      sql: "SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'",
      args: [],
      argTypes: [],
    });
    const drops = rows.map(([type, name]) => `DROP ${type} IF EXISTS "${name.replaceAll('"', '""')}";`);
    await connection.executeScript(['PRAGMA foreign_keys=OFF;', ...drops, 'PRAGMA foreign_keys=ON;', BOOKKEEPING].join('\n'));
    return {};
  });
}

async function loadEngine() {
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const folder = path.dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
  const wasm = readFileSync(path.join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const files = valuesOf('--datamodels').map((file) => [file, readFileSync(file, 'utf8')]);
  return bindings.SchemaEngine.new(
    { datamodels: files.length > 0 ? files : undefined },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapterFactory()),
  );
}

let engine;
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

async function call(id, method, params) {
  if (method === 'reset') return reset();
  const schemaEngine = await (engine ??= loadEngine());
  const name = method === 'getDatabaseVersion' ? 'version' : method;
  if (typeof schemaEngine[name] !== 'function') throw new Error(`Method not found: ${method}`);
  const result = (await schemaEngine[name](params)) ?? {};
  if (name !== 'diff' || typeof result.stdout !== 'string') return result;
  send({ id: 10_000 + id, method: 'print', params: { content: result.stdout } });
  return { exitCode: result.exitCode, stdout: null };
}

async function answer({ id, method, params }) {
  try {
    send({ id, result: await call(id, method, params) });
  } catch (error) {
    const data = {
      is_panic: false,
      message: String(error?.message ?? error),
      meta: error?.meta ?? null,
      error_code: error?.code,
      backtrace: null,
    };
    send({ id, error: { code: 4466, message: 'An error happened. Check the data field for details.', data } });
  }
}

function serve() {
  let queue = Promise.resolve();
  createInterface({ input: process.stdin })
    .on('line', (line) => {
      const message = line.trim() && JSON.parse(line);
      if (message?.method) queue = queue.then(() => answer(message)); // lines without a method acknowledge our "print"
    })
    .on('close', () => queue.then(() => process.exit(0)));
}

const COMMANDS = {
  'can-connect-to-database': async () => {
    if (!existsSync(databaseFile())) fail(`Database ${datasource.url} does not exist`, 'P1003');
    await withConnection((connection) => connection.executeScript('SELECT 1'));
  },
  'create-database': () => withConnection(async () => {}),
  'drop-database': () => {
    for (const suffix of ['', '-wal', '-shm', '-journal']) {
      if (existsSync(databaseFile() + suffix)) unlinkSync(databaseFile() + suffix);
    }
  },
};

async function runCommand(name) {
  if (!(name in COMMANDS)) fail(`unsupported command ${name}`);
  try {
    await COMMANDS[name]();
    process.exit(0);
  } catch (error) {
    fail(String(error?.message ?? error), error?.cause?.kind === 'DatabaseDoesNotExist' ? 'P1003' : 'P1001');
  }
}

if (argv.includes('cli')) await runCommand(argv[argv.indexOf('cli') + 1]);
else serve();
