import { isLoopback } from '../addresses.js';
import { type ComposeService, readComposeProject } from '../compose-file.js';
import type { DoctorTarget } from '../target.js';
import { Check, type CheckResult, reasonOf } from '../verdict.js';

const API_PORT = 3100;
const ports = new Check(
  'compose-ports',
  'A port published on all interfaces is open to the network, past the firewall rules of the machine.',
);
const network = new Check('compose-network', 'With the network of the machine there is no wall around the container.');

/** What the compose files would publish, whether they run or not. */
export async function checkCompose({ composeFiles, variables }: DoctorTarget): Promise<readonly CheckResult[]> {
  if (composeFiles.length === 0) return [ports.skip('no compose file here', 'Name it with --compose.')];
  let services: readonly ComposeService[];
  try {
    services = await readComposeProject(composeFiles, variables);
  } catch (error) {
    return [
      ports.fail(
        `${composeFiles.join(', ')} cannot be read: ${reasonOf(error)}`,
        'docker compose config -q says where it breaks.',
      ),
    ];
  }
  const daemons = services.filter(isDaemon);
  if (daemons.length === 0) return [ports.skip(`${composeFiles.join(', ')}: no service of the daemon`)];
  return daemons.flatMap((service) => [judgePorts(service), judgeNetwork(service)]);
}

function isDaemon({ containerName, image, ports: published }: ComposeService): boolean {
  const isNamed = containerName === 'waiaas-daemon' || published.some(({ target }) => target === API_PORT);
  return isNamed || (/(^|\/)waiaas-daemon(:|@|$)/.test(image ?? '') && published.length > 0);
}

function judgePorts({ name, ports: published }: ComposeService): CheckResult {
  const open = published.filter(({ hostAddress }) => hostAddress === undefined || !isLoopback(hostAddress));
  if (open.length === 0) return ports.pass(`service ${name} publishes on loopback alone`);
  return ports.fail(
    `service ${name} publishes ${open.map(({ text }) => text).join(', ')}`,
    `Write '127.0.0.1:${API_PORT}:${API_PORT}'.`,
  );
}

function judgeNetwork({ name, networkMode }: ComposeService): CheckResult {
  if (networkMode !== 'host') return network.pass(`service ${name} has a network of its own`);
  return network.fail(`service ${name} has network_mode: host`, 'Take network_mode out, and publish 127.0.0.1:3100:3100.');
}
