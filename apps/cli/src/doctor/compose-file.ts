import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';

/** Where a service of a compose project can be reached from, as its files say. */
export interface ComposeService {
  readonly name: string;
  readonly containerName: string | undefined;
  readonly image: string | undefined;
  readonly networkMode: string | undefined;
  readonly ports: readonly PublishedPort[];
}

export interface PublishedPort {
  /** Undefined: every address of the machine. */
  readonly hostAddress: string | undefined;
  /** The port inside, or the first of a range. */
  readonly target: number;
  readonly text: string;
}

type Variables = Readonly<Record<string, string | undefined>>;
type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** Reads the files of one project as compose merges them: ports add up, the last network mode counts. */
export async function readComposeProject(files: readonly string[], variables: Variables): Promise<readonly ComposeService[]> {
  const services = new Map<string, ComposeService>();
  const known = { ...(await readEnvFile(path.join(path.dirname(files[0] ?? '.'), '.env'))), ...variables };
  for (const file of files) {
    const content: unknown = parse(await readFile(file, 'utf8'), { merge: true, logLevel: 'silent' });
    if (!isFields(content) || !isFields(content['services'])) throw new Error(`${file} has no services`);
    for (const [name, service] of Object.entries(content['services'])) {
      const before = services.get(name);
      services.set(name, merged(before, serviceOf(name, isFields(service) ? service : {}, known)));
    }
  }
  return [...services.values()];
}

function merged(before: ComposeService | undefined, after: ComposeService): ComposeService {
  if (before === undefined) return after;
  return {
    name: after.name,
    containerName: after.containerName ?? before.containerName,
    image: after.image ?? before.image,
    networkMode: after.networkMode ?? before.networkMode,
    ports: [...before.ports, ...after.ports],
  };
}

function serviceOf(name: string, fields: Fields, variables: Variables): ComposeService {
  const text = (field: string): string | undefined => {
    const value = textOf(fields[field]);
    return value === undefined ? undefined : filledIn(value, variables);
  };
  const ports = Array.isArray(fields['ports']) ? (fields['ports'] as readonly unknown[]) : [];
  return {
    name,
    containerName: text('container_name'),
    image: text('image'),
    networkMode: text('network_mode'),
    ports: ports.flatMap((port) => portOf(port, variables)),
  };
}

function portOf(port: unknown, variables: Variables): readonly PublishedPort[] {
  if (isFields(port)) {
    const [address, target] = [textOf(port['host_ip']), textOf(port['target'])];
    if (target === undefined) return [];
    const hostAddress = address === undefined ? undefined : filledIn(address, variables);
    return [
      {
        hostAddress,
        target: Number.parseInt(filledIn(target, variables), 10),
        text: `${hostAddress ?? 'every address'} to ${target}`,
      },
    ];
  }
  const value = textOf(port);
  return value === undefined ? [] : [shortPort(filledIn(value, variables))];
}

/** `[address:][published:]target[/protocol]`; an IPv6 address stands in brackets. */
function shortPort(text: string): PublishedPort {
  const [, bracketed, rest = ''] = /^(?:\[([^\]]*)\]:)?(.*)$/.exec(text.replace(/\/\w+$/, '')) ?? [];
  const parts = rest.split(':');
  const hostAddress = bracketed ?? (parts.length > 2 ? parts[0] : undefined);
  return { hostAddress: hostAddress === '' ? undefined : hostAddress, target: Number.parseInt(parts.at(-1) ?? '', 10), text };
}

/** `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME-default}`, as compose fills them in; `$$` is a dollar sign. */
function filledIn(text: string, variables: Variables): string {
  return text.replace(/\$(?:\$|\w+|\{[^}]*\})/g, (placeholder) => {
    if (placeholder === '$$') return '$';
    const [, name = '', operator, preset = ''] = /^\$\{?(\w+)(?:(:?-)([^}]*))?/.exec(placeholder) ?? [];
    const value = variables[name];
    const isMissing = value === undefined || (operator === ':-' && value === '');
    return isMissing ? preset : value;
  });
}

async function readEnvFile(file: string): Promise<Variables> {
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  const pairs = lines.map((line) => /^\s*(?:export\s+)?(\w+)\s*=\s*(.*?)\s*$/.exec(line)).filter((match) => match !== null);
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value.replace(/^(['"])(.*)\1$/, '$2')]));
}
