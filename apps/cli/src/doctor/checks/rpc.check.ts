import type { EndpointFacts } from '../../daemon-program.port.js';
import { probe } from '../http-probe.js';
import { askEndpoint } from '../rpc-endpoint.js';
import type { DoctorTarget } from '../target.js';
import { Check, type CheckResult, reasonOf } from '../verdict.js';

const check = new Check('rpc', 'Without an endpoint nothing is sent; one of another chain lies about everything.');

interface Asked {
  readonly network: string;
  readonly host: string;
  readonly problem: string | undefined;
  readonly isOtherChain: boolean;
}

interface ReportedNetwork {
  readonly network: string;
  /** None until the network is used for the first time. */
  readonly endpoints: readonly { readonly url: string; readonly isHealthy: boolean; readonly problem: string | null }[];
}

/**
 * Asks every endpoint of file and environment who it is. Those set over the API are sealed in the database: of them the daemon says what
 * it has seen. Hosts alone are named: paths often hold keys.
 */
export async function checkRpc(target: DoctorTarget): Promise<readonly CheckResult[]> {
  const { endpoints = [], rpcTimeoutMs = 0 } = target.installation ?? {};
  const asked = await Promise.all(endpoints.map((endpoint) => ask(endpoint, rpcTimeoutMs)));
  const named = new Set(asked.map(({ network }) => network));
  const reported = await askDaemon(target);
  const results = [
    ...[...named].map((network) =>
      judge(
        network,
        asked.filter((answer) => answer.network === network),
      ),
    ),
    ...(reported ?? []).filter(({ network }) => !named.has(network)).map(judgeReported),
  ];
  if (results.length > 0) return results;
  if (reported !== undefined) return [check.skip('no network has an endpoint yet', 'Set one: docs/settings.md, rpc.')];
  return [
    check.skip(
      'no endpoint is named in file or environment here; those set over the API are told with the master password',
      'Name its file in WAIAAS_MASTER_PASSWORD_FILE for the run of doctor.',
    ),
  ];
}

async function askDaemon({ url, password }: DoctorTarget): Promise<readonly ReportedNetwork[] | undefined> {
  if (password === undefined) return undefined;
  const headers = { host: url.host, 'x-master-password': password.value };
  try {
    const { status, body } = await probe(url, { path: '/v1/admin/rpc-status', headers });
    return status === 200 ? (JSON.parse(body) as { networks: readonly ReportedNetwork[] }).networks : undefined;
  } catch {
    return undefined;
  }
}

function judgeReported({ network, endpoints }: ReportedNetwork): CheckResult {
  const hosts = endpoints.map(({ url }) => hostIn(url)).join(', ');
  if (endpoints.length === 0) return check.skip(`${network}: its endpoints were set over the API and not used since the start`);
  const bad = endpoints.filter(({ isHealthy }) => !isHealthy);
  if (bad.length === 0) return check.pass(`${network}: ${hosts}, as the daemon finds them`);
  const problems = bad.map(({ url, problem }) => `${hostIn(url)}: ${problem ?? 'it does not answer the daemon'}`).join('; ');
  const fix = `Set reachable endpoints of ${network}: PUT /v1/admin/settings.`;
  return bad.length === endpoints.length
    ? check.fail(`${network}: ${problems}`, fix)
    : check.warn(`${network}: ${problems}`, fix);
}

const hostIn = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'an endpoint');

async function ask({ network, chain, url, identity }: EndpointFacts, timeoutMs: number): Promise<Asked> {
  const host = new URL(url).host;
  try {
    const found = await askEndpoint({ chain, url, timeoutMs });
    const isOtherChain = chain === 'solana' ? !found.identity.startsWith(identity) : found.identity !== identity;
    return { network, host, isOtherChain, problem: isOtherChain ? `${host} is another chain` : undefined };
  } catch (error) {
    return { network, host, isOtherChain: false, problem: `${host}: ${reasonOf(error)}` };
  }
}

function judge(network: string, answers: readonly Asked[]): CheckResult {
  const problems = answers.flatMap(({ problem }) => problem ?? []);
  const setting = `WAIAAS_RPC_${network.startsWith('solana') ? '' : 'EVM_'}${network.replaceAll('-', '_').toUpperCase()}`;
  const fix = `Put reachable endpoints of ${network} into ${setting}.`;
  if (problems.length === 0) return check.pass(`${network}: ${answers.map(({ host }) => host).join(', ')}`);
  const isBroken = problems.length === answers.length || answers.some(({ isOtherChain }) => isOtherChain);
  return isBroken ? check.fail(`${network}: ${problems.join('; ')}`, fix) : check.warn(`${network}: ${problems.join('; ')}`, fix);
}
