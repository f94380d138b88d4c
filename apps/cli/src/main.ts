#!/usr/bin/env node
// The password leaves the environment before any other code loads, so that no dependency and no child process can read it there.
const password = process.env['WAIAAS_MASTER_PASSWORD'];
delete process.env['WAIAAS_MASTER_PASSWORD'];

const { runCli } = await import('./run-cli.js');
await runCli(process.argv.slice(2), {
  password,
  dataDirectory: process.env['WAIAAS_DATA_DIR'],
  proxyDirectory: process.env['WAIAAS_PROXY_DIR'],
  proxyCaDirectory: process.env['WAIAAS_PROXY_CA_DIR'],
  variables: process.env,
});

export {};
