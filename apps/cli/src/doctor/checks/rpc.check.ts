import type { EndpointFacts } from '../../daemon-program.port.js';
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

/** Asks every configured endpoint who it is. Hosts alone are named: paths often hold keys. */
export async function checkRpc({ installation }: DoctorTarget): Promise<readonly CheckResult[]> {
  if (installation === undefined) return [check.skip('the settings are not known here')];
  const { endpoints, rpcTimeoutMs } = installation;
  if (endpoints.length === 0) {
    return [check.skip('no endpoint is named in file or environment; those set over the API are not seen here')];
  }
  const asked = await Promise.all(endpoints.map((endpoint) => ask(endpoint, rpcTimeoutMs)));
  return [...new Set(asked.map(({ network }) => network))].map((network) =>
    judge(
      network,
      asked.filter((answer) => answer.network === network),
    ),
  );
}

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
