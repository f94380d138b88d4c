import path from 'node:path';
import { isLoopback } from '../addresses.js';
import { askEngine, type Container, type EngineFacts, isDaemonContainer } from '../docker-socket.js';
import { listeningSockets } from '../listening-sockets.js';
import type { DoctorTarget } from '../target.js';
import { Check, type CheckResult, reasonOf } from '../verdict.js';

const engine = new Check('docker', 'The engine decides who reaches a published port, whatever the compose file says.');
const ports = new Check(
  'container-ports',
  'A port published on all interfaces is open to the network, past the firewall rules of the machine.',
);
const network = new Check('container-network', 'With the network of the machine there is no wall around the container.');
const inside = new Check('container-listeners', 'Whatever listens in the container can be reached by its neighbours.');
const hardening = new Check('container-hardening', 'Whoever breaks into the daemon has what the container has.');

/** From this version on a port published on 127.0.0.1 cannot be reached by machines on the same link. */
const SAFE_LOOPBACK_VERSION = 28;
const EXPECTED_PORTS: Readonly<Record<string, number>> = { daemon: 3100, proxy: 8443 };
const AGAIN = 'docker compose up -d --force-recreate with the compose file of this project.';

/** What runs, as the engine says. */
export async function checkContainers({ dockerSocket, procRoot }: DoctorTarget): Promise<readonly CheckResult[]> {
  let facts: EngineFacts;
  try {
    facts = await askEngine(dockerSocket);
  } catch (error) {
    return [engine.skip(`${dockerSocket} cannot be asked (${reasonOf(error)})`)];
  }
  const results = await Promise.all(facts.containers.map((container) => judgeContainer(container, procRoot)));
  return [judgeEngine(facts), ...results.flat()];
}

function judgeEngine({ version, isInSwarm, containers }: EngineFacts): CheckResult {
  const isSwarmService = containers.some(({ Config }) => Config.Labels?.['com.docker.swarm.service.name'] !== undefined);
  if (isSwarmService) {
    return engine.fail(
      'the daemon runs as a Swarm service',
      'Swarm publishes ports on every machine of the cluster and ignores 127.0.0.1: use docker compose.',
    );
  }
  if (isInSwarm) {
    return engine.warn(
      'this engine is part of a Swarm',
      'Never start this with docker stack deploy: it ignores 127.0.0.1 in ports.',
    );
  }
  if (Number.parseInt(version, 10) < SAFE_LOOPBACK_VERSION) {
    const fix = `Upgrade to Docker ${SAFE_LOOPBACK_VERSION} or newer, or drop packets for 127.0.0.0/8 that come from outside.`;
    return engine.warn(`Docker ${version}: machines on the same link may reach ports published on 127.0.0.1`, fix);
  }
  return engine.pass(`Docker ${version}, ${containers.length === 0 ? 'no container of this product runs' : 'no Swarm'}`);
}

async function judgeContainer(container: Container, procRoot: string): Promise<readonly CheckResult[]> {
  const shared = [judgeHardening(container), await judgeInside(container, procRoot)];
  return isDaemonContainer(container) ? [judgePorts(container), judgeNetwork(container), ...shared] : shared;
}

const nameOf = ({ Name }: Container): string => Name.replace(/^\//, '');

function judgePorts(container: Container): CheckResult {
  const published = Object.entries(container.NetworkSettings.Ports ?? {}).flatMap(([port, bindings]) =>
    (bindings ?? []).map(({ HostIp, HostPort }) => ({
      address: HostIp,
      text: `${HostIp || 'every address'}:${HostPort} to ${port}`,
    })),
  );
  const open = published.filter(({ address }) => !isLoopback(address)).map(({ text }) => text);
  if (open.length > 0)
    return ports.fail(`${nameOf(container)} is published on ${open.join(', ')}`, `Publish 127.0.0.1:3100:3100: ${AGAIN}`);
  return ports.pass(`${nameOf(container)} is published on ${published.length === 0 ? 'nothing' : 'loopback alone'}`);
}

function judgeNetwork(container: Container): CheckResult {
  const mode = container.HostConfig.NetworkMode;
  if (mode === 'host')
    return network.fail(
      `${nameOf(container)} runs with --network=host`,
      `Leave it out and publish 127.0.0.1:3100:3100: ${AGAIN}`,
    );
  return network.pass(`${nameOf(container)} has a network of its own`);
}

function judgeHardening(container: Container): CheckResult {
  const { Config, HostConfig } = container;
  const missing = [
    ...(/^(0|root)?(:|$)/.test(Config.User ?? '') ? ['runs as root'] : []),
    ...(HostConfig.ReadonlyRootfs === true ? [] : ['its file system can be written']),
    ...((HostConfig.CapDrop ?? []).includes('ALL') ? [] : ['capabilities are not dropped']),
    ...((HostConfig.SecurityOpt ?? []).some((option) => option.startsWith('no-new-privileges'))
      ? []
      : ['new privileges are allowed']),
  ];
  if (HostConfig.Privileged === true) return hardening.fail(`${nameOf(container)} is privileged`, AGAIN);
  if (missing.length > 0) return hardening.warn(`${nameOf(container)}: ${missing.join(', ')}`, AGAIN);
  return hardening.pass(`${nameOf(container)}: no root, no capabilities, nothing it can write but its volume`);
}

async function judgeInside(container: Container, procRoot: string): Promise<CheckResult> {
  const name = nameOf(container);
  if (container.HostConfig.NetworkMode === 'host') return inside.skip(`${name} has the network of the machine`);
  try {
    const sockets = await listeningSockets(path.join(procRoot, String(container.State.Pid)));
    const expected = EXPECTED_PORTS[isDaemonContainer(container) ? 'daemon' : 'proxy'];
    const others = sockets.filter(({ address, port }) => !isLoopback(address) && port !== expected);
    if (others.length === 0) return inside.pass(`in ${name} nothing else listens`);
    const list = others.map(({ address, port }) => `${address}:${port}`).join(', ');
    return inside.warn(`in ${name} something listens on ${list}`, `Find out what, then ${AGAIN}`);
  } catch (error) {
    return inside.skip(
      `the sockets in ${name} cannot be read (${reasonOf(error)})`,
      'Run doctor as root on the machine of the engine.',
    );
  }
}
