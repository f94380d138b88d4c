import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkCompose } from '../../src/doctor/checks/compose.check.js';
import { checkContainers } from '../../src/doctor/checks/containers.check.js';
import { Stage, targetOf, verdicts } from './doctor-fixture.js';

let folder: string;
let stage: Stage;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'waiaas-doctor-'));
  stage = new Stage();
});
afterEach(async () => {
  await stage.end();
  await rm(folder, { recursive: true });
});

describe('doctor reads compose files', () => {
  const judge = async (files: Record<string, string>, variables: Record<string, string> = {}) => {
    for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
    const composeFiles = Object.keys(files)
      .filter((name) => name.endsWith('.yml'))
      .map((name) => path.join(folder, name));
    return verdicts(await checkCompose(targetOf({ composeFiles, variables })));
  };
  const service = (...lines: string[]) =>
    ['services:', '  wallet:', '    image: waiaas-daemon', ...lines.map((line) => `    ${line}`), ''].join('\n');

  it.each([
    ["ports: ['3100:3100']"],
    ["ports: ['0.0.0.0:3100:3100']"],
    ["ports: ['192.0.2.7:3100:3100/tcp']"],
    ["ports: ['[::]:3100:3100']"],
    ['ports: [3100]'],
    ["ports: ['127.0.0.1:3100:3100', '3200:3100']"],
    ['ports: [{ target: 3100, published: 3100 }]'],
    ['ports: [{ target: 3100, host_ip: 0.0.0.0 }]'],
    ["ports: ['${WHERE}:3100:3100']"],
    ["ports: ['${NOBODY_SET_THIS:-0.0.0.0}:3100:3100']"],
  ])('and catches %s', async (line) => {
    expect(await judge({ 'docker-compose.yml': service(line), '.env': 'WHERE=10.0.0.1\n' })).toEqual([
      'fail compose-ports',
      'pass compose-network',
    ]);
  });

  it.each([
    ["ports: ['127.0.0.1:3100:3100']"],
    ["ports: ['[::1]:3100:3100']"],
    ['ports: [{ target: 3100, published: 3100, host_ip: 127.0.0.1 }]'],
    ["ports: ['${WHERE:-127.0.0.1}:3100:3100']"],
  ])('and passes %s', async (line) => {
    expect(await judge({ 'docker-compose.yml': service(line) })).toEqual(['pass compose-ports', 'pass compose-network']);
  });

  it('and catches network_mode: host, and what a further file adds', async () => {
    expect(await judge({ 'docker-compose.yml': service('container_name: waiaas-daemon', 'network_mode: host') })).toEqual([
      'pass compose-ports',
      'fail compose-network',
    ]);
    const more = "services: { wallet: { ports: ['3100:3100'] } }\n";
    expect(await judge({ 'docker-compose.yml': service("ports: ['127.0.0.1:3100:3100']"), 'more.yml': more })).toEqual([
      'fail compose-ports',
      'pass compose-network',
    ]);
  });

  it('and lets the environment outrank the file beside them', async () => {
    const content = service("ports: ['${WHERE}:3100:3100']");
    const files = { 'docker-compose.yml': content, '.env': 'WHERE="127.0.0.1"\n' };
    expect((await judge(files))[0]).toBe('pass compose-ports');
    expect((await judge(files, { WHERE: '0.0.0.0' }))[0]).toBe('fail compose-ports');
  });

  it('and passes the files of this project', async () => {
    const root = path.resolve(import.meta.dirname, '../../../..');
    const composeFiles = ['docker-compose.yml', 'docker-compose.secrets.yml'].map((name) => path.join(root, name));
    expect(verdicts(await checkCompose(targetOf({ composeFiles })))).toEqual(['pass compose-ports', 'pass compose-network']);
  });

  it('and says so when they cannot be read', async () => {
    expect(await judge({ 'docker-compose.yml': 'services: [' })).toEqual(['fail compose-ports']);
    expect(verdicts(await checkCompose(targetOf()))).toEqual(['skip compose-ports']);
  });
});

describe('doctor asks the Docker engine', () => {
  interface Situation {
    readonly version?: string;
    readonly swarm?: string;
    readonly labels?: Record<string, string>;
    readonly config?: Record<string, unknown>;
    readonly host?: Record<string, unknown>;
    readonly ports?: Record<string, unknown>;
    /** Lines of `net/tcp` in the container. */
    readonly sockets?: readonly string[];
  }
  const LOOPBACK = { '3100/tcp': [{ HostIp: '127.0.0.1', HostPort: '3100' }] };
  const API_SOCKET = '0: 00000000:0C1C 00000000:0000 0A';

  const judge = async ({ version = '28.1.0', swarm = 'inactive', labels = {}, config, host, ports, sockets }: Situation = {}) => {
    const container = {
      Name: '/waiaas-daemon',
      State: { Pid: 77 },
      Config: { User: '1001:1001', Image: 'waiaas-daemon', Labels: labels, ...config },
      HostConfig: {
        NetworkMode: 'waiaas_egress',
        ReadonlyRootfs: true,
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges:true'],
        ...host,
      },
      NetworkSettings: { Ports: ports ?? LOOPBACK },
    };
    const answers: Record<string, unknown> = {
      '/version': { Version: version },
      '/info': { Swarm: { LocalNodeState: swarm } },
      '/containers/json': [
        { Id: 'ours', Names: [container.Name], Image: 'waiaas-daemon' },
        { Id: 'other', Names: ['/somebody-elses'], Image: 'nginx' },
      ],
      '/containers/ours/json': container,
    };
    const dockerSocket = path.join(folder, 'docker.sock');
    await stage.serveSocket(dockerSocket, (request, response) => {
      const answer = answers[request.url ?? ''];
      response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer ?? {}));
    });
    await mkdir(path.join(folder, 'proc', '77', 'net'), { recursive: true });
    await writeFile(
      path.join(folder, 'proc', '77', 'net', 'tcp'),
      ['  sl  local_address', ...(sockets ?? [API_SOCKET]), ''].join('\n'),
    );
    return verdicts(await checkContainers(targetOf({ dockerSocket, procRoot: path.join(folder, 'proc') })));
  };
  const HEALTHY = [
    'pass docker',
    'pass container-ports',
    'pass container-network',
    'pass container-hardening',
    'pass container-listeners',
  ];
  const broken = (...results: string[]) =>
    HEALTHY.map((line) => results.find((result) => result.split(' ')[1] === line.split(' ')[1]) ?? line);

  it('and passes the daemon as the compose file starts it', async () => {
    expect(await judge()).toEqual(HEALTHY);
  });

  it.each([['0.0.0.0'], ['::'], [''], ['192.0.2.7']])('and catches a port published on "%s"', async (HostIp) => {
    expect(await judge({ ports: { '3100/tcp': [{ HostIp, HostPort: '3100' }] } })).toEqual(broken('fail container-ports'));
  });

  it('and catches the network of the machine', async () => {
    expect(await judge({ host: { NetworkMode: 'host' }, ports: {} })).toEqual(
      broken('fail container-network', 'skip container-listeners'),
    );
  });

  it('and minds an engine whose loopback leaks, a Swarm, and a service of one', async () => {
    expect((await judge({ version: '27.5.1' }))[0]).toBe('warn docker');
    await stage.end();
    expect((await judge({ swarm: 'active' }))[0]).toBe('warn docker');
    await stage.end();
    expect((await judge({ swarm: 'active', labels: { 'com.docker.swarm.service.name': 'wallet' } }))[0]).toBe('fail docker');
  });

  it.each([
    [{ config: { User: '' } }],
    [{ config: { User: 'root' } }],
    [{ host: { ReadonlyRootfs: false } }],
    [{ host: { CapDrop: null } }],
    [{ host: { SecurityOpt: null } }],
  ])('and minds a container with more rights than it needs: %j', async (situation: Situation) => {
    expect(await judge(situation)).toEqual(broken('warn container-hardening'));
  });

  it('and does not take itself for the daemon when it looks from a container', async () => {
    expect(await judge({ config: { Cmd: ['doctor', '--json'] }, host: { NetworkMode: 'host' } })).toEqual(['pass docker']);
  });

  it('and catches a privileged one', async () => {
    expect(await judge({ host: { Privileged: true } })).toEqual(broken('fail container-hardening'));
  });

  it('and minds what else listens inside, but not on its loopback', async () => {
    const debuggerEverywhere = '1: 00000000:240D 00000000:0000 0A';
    const resolver = '2: 0B00007F:8E21 00000000:0000 0A';
    const established = '3: 020012AC:0C1C 010012AC:D2F0 01';
    expect(await judge({ sockets: [API_SOCKET, resolver, established] })).toEqual(HEALTHY);
    await stage.end();
    expect(await judge({ sockets: [API_SOCKET, debuggerEverywhere] })).toEqual(broken('warn container-listeners'));
  });

  it('and says so when there is none to ask', async () => {
    expect(verdicts(await checkContainers(targetOf()))).toEqual(['skip docker']);
  });
});
