import { probe } from './http-probe.js';

const ENGINE = new URL('http://docker');

export interface PortBinding {
  readonly HostIp: string;
  readonly HostPort: string;
}

/** The part of the engine's answer that is looked at. */
export interface Container {
  readonly Name: string;
  readonly State: { readonly Pid: number };
  readonly Config: {
    readonly User?: string;
    readonly Cmd?: readonly string[] | null;
    readonly Image?: string;
    readonly Labels?: Readonly<Record<string, string>> | null;
  };
  readonly HostConfig: {
    readonly NetworkMode: string;
    readonly Privileged?: boolean;
    readonly ReadonlyRootfs?: boolean;
    readonly CapDrop?: readonly string[] | null;
    readonly SecurityOpt?: readonly string[] | null;
  };
  readonly NetworkSettings: { readonly Ports?: Readonly<Record<string, readonly PortBinding[] | null>> | null };
}

export interface EngineFacts {
  readonly version: string;
  readonly isInSwarm: boolean;
  /** Running ones of this product. */
  readonly containers: readonly Container[];
}

/** Whether a container is one of ours, by what people leave unchanged: its name, its image. */
function isOurs(names: readonly string[], image: string): boolean {
  return names.some((name) => /^\/waiaas-/.test(name)) || /(^|\/)waiaas-(daemon|proxy)(:|@|$)/.test(image);
}

export const isDaemonContainer = ({ Name, Config }: Container): boolean =>
  /waiaas-daemon/.test(`${Name} ${Config.Image ?? ''}`) && Config.Labels?.['com.docker.compose.service'] !== 'cli';

/** Doctor itself, when it looks from a container with the network of the machine. */
const isDoctor = ({ Config }: Container): boolean => Config.Cmd?.[0] === 'doctor';

/** What the engine behind a socket says. Rejects with the reason where it cannot be asked. */
export async function askEngine(socketPath: string): Promise<EngineFacts> {
  const get = async <T>(path: string): Promise<T> => {
    const { status, body } = await probe(ENGINE, { path, socketPath, headers: { host: 'docker' } });
    if (status !== 200) throw new Error(`the engine answers ${status}`);
    return JSON.parse(body) as T;
  };
  const [version, info, list] = await Promise.all([
    get<{ Version: string }>('/version'),
    get<{ Swarm?: { LocalNodeState?: string } }>('/info'),
    get<readonly { Id: string; Names: readonly string[]; Image: string }[]>('/containers/json'),
  ]);
  const ours = list.filter(({ Names, Image }) => isOurs(Names, Image));
  const found = await Promise.all(ours.map(({ Id }) => get<Container>(`/containers/${Id}/json`)));
  const containers = found.filter((container) => !isDoctor(container));
  return { version: version.Version, isInSwarm: info.Swarm?.LocalNodeState === 'active', containers };
}
