#!/usr/bin/env node
// Stands in for Prisma's native `schema-engine` where that can't be downloaded: speaks its protocol (JSON-RPC over standard
// input and output, and the `cli` commands) and runs the official WASM build of the same engine. prisma.config.ts points to
// it only where there is no native engine.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { engineAdapter, withClient } from './engine-adapter.mjs';

const argv = process.argv.slice(2);
const option = (name) => (argv.includes(name) ? argv[argv.indexOf(name) + 1] : undefined);
const options = (name) => argv.flatMap((word, index) => (word === name ? [argv[index + 1]] : []));
const datasource = JSON.parse(option('--datasource') ?? '{}');

let panic = '';
globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => (panic = message) };

const engine = await loadEngine();
if (argv.includes('--version')) {
  console.log(`schema-engine-wasm ${engine.version()}`);
} else if (argv.includes('cli')) {
  await runCommand(argv[argv.indexOf('cli') + 1]).catch(fail);
} else {
  serve();
}

async function loadEngine() {
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm');
  const wasm = readFileSync(entry.replace(/schema_engine\.js$/, 'schema_engine_bg.wasm'));
  const imports = { './schema_engine_bg.js': bindings };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm), imports);
  bindings.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
  return bindings;
}

async function runCommand(command) {
  const url = new URL(datasource.url);
  const database = decodeURIComponent(url.pathname.slice(1));
  const server = new URL(url);
  server.pathname = '/postgres';
  const quoted = `"${database.replaceAll('"', '""')}"`;
  if (command === 'can-connect-to-database') await withClient(url, (client) => client.query('select 1'));
  if (command === 'create-database')
    await withClient(server, (client) => client.query(`create database ${quoted}`));
  if (command === 'drop-database') {
    await withClient(server, (client) => client.query(`drop database if exists ${quoted}`));
  }
}

function logLine(level, target, fields) {
  process.stderr.write(`${JSON.stringify({ level, target, fields })}\n`);
}

/** Prisma reads the reason of a failed command from the log: P1003 is "no such database", P1001 "no server". */
function fail(error) {
  logLine('INFO', 'schema_engine', { message: 'Starting schema engine CLI' });
  const code = error.code === '3D000' ? 'P1003' : 'P1001';
  logLine('ERROR', 'schema_engine::logger', { message: error.message, error_code: code });
  process.exitCode = 1;
}

function serve() {
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (error) => {
      const fields = { message: panic || String(error?.message ?? error), backtrace: error?.stack };
      logLine('ERROR', 'schema_engine::logger', fields);
      process.exit(panic ? 101 : 1);
    });
  }
  const { factory, close } = engineAdapter(datasource.url);
  let created;
  const instance = () =>
    (created ??= engine.SchemaEngine.new({ datamodels: datamodels() }, () => {}, factory));
  let queue = Promise.resolve();
  createInterface({ input: process.stdin, crlfDelay: Infinity })
    .on('line', (line) => {
      const request = line.trim() ? JSON.parse(line) : {};
      if (request.method) queue = queue.then(() => answer(request, instance));
    })
    .on('close', () => void queue.finally(close).finally(() => process.exit(0)));
}

function datamodels() {
  const files = options('--datamodels').map((file) => [file, readFileSync(file, 'utf8')]);
  return files.length > 0 ? files : undefined;
}

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
let printed = 0;

async function answer({ id, method, params }, instance) {
  try {
    const result = await call(method, params, instance);
    if (method === 'diff' && result?.stdout != null) {
      send({ id: `print${++printed}`, method: 'print', params: { content: result.stdout } });
    }
    send({ id, result: result ?? null });
  } catch (error) {
    const message = panic || String(error?.message ?? error);
    const data = {
      is_panic: error?.name === 'RuntimeError',
      message,
      error_code: error?.code,
      meta: error?.meta,
    };
    send({
      id,
      error: { code: 4466, message: 'An error happened. Check the data field for details.', data },
    });
  }
}

async function call(method, params, instance) {
  if (method === 'createDatabase') return {};
  const schemaEngine = await instance();
  // These two work only when the engine has already seen the schema that the migrations make.
  if (method === 'evaluateDataLoss' || method === 'createMigration') {
    await schemaEngine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters });
  }
  return schemaEngine[method === 'getDatabaseVersion' ? 'version' : method](params);
}
