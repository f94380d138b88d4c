import { type Command, Option } from 'commander';
import path from 'node:path';
import { dataDirectoryOf } from './commands/freeze.command.js';
import {
  type AddClientFlags,
  type ProxyContext,
  runProxyAddClient,
  runProxyInit,
  runProxyList,
  runProxyRevokeClient,
} from './commands/proxy.command.js';
import type { CliContext } from './cli-context.js';
import { ROLES } from './proxy/authority.js';

function proxyContext({ environment, terminal }: CliContext): ProxyContext {
  const dataDirectory = dataDirectoryOf(undefined, environment.dataDirectory);
  const places = {
    live: environment.proxyDirectory ?? path.join(dataDirectory, 'proxy'),
    authority: environment.proxyCaDirectory ?? path.join(dataDirectory, 'proxy-ca'),
  };
  return { places, dataDirectory, terminal };
}

/** `waiaas proxy …`: the certificates by which other machines come in. */
export function addProxyCommands(program: Command, context: CliContext): void {
  const proxy = program.command('proxy').description('certificates for the proxy and for machines that come through it');
  proxy
    .command('init <name>')
    .description('make the CA (once) and a certificate for the proxy under this host name')
    .action((name: string) => runProxyInit(name, proxyContext(context)));
  proxy
    .command('add-client <name>')
    .description('make a client certificate for 90 days; again for the same name renews it')
    .addOption(new Option('--role <role>', 'what it may ask for').choices(ROLES).makeOptionMandatory())
    .option('--out <file>', 'where to write key and certificate; - is standard output')
    .action((name: string, flags: AddClientFlags) => runProxyAddClient(name, flags, proxyContext(context)));
  proxy
    .command('revoke-client <name>')
    .description('end every certificate of this client')
    .action((name: string) => runProxyRevokeClient(name, proxyContext(context)));
  proxy
    .command('list')
    .description('clients, their roles and how long their certificates last')
    .action(() => runProxyList(proxyContext(context)));
}
