import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Where the proxy's certificates are, and where the key that signs them is: the proxy sees the first place alone. */
export interface ProxyPlaces {
  readonly live: string;
  readonly authority: string;
}

export async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole or not at all. */
export async function writeWhole(file: string, content: string, mode: number): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const next = `${file}.next`;
  await writeFile(next, content, { mode });
  // The mode of a file left by an interrupted run would stay.
  await chmod(next, mode);
  await rename(next, file);
}

export async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** One change at a time: two at once would each forget what the other wrote. */
export async function alone<T>(places: ProxyPlaces, work: () => Promise<T>): Promise<T> {
  await mkdir(places.authority, { recursive: true, mode: 0o700 });
  const lock = path.join(places.authority, 'lock');
  try {
    await mkdir(lock);
  } catch {
    throw new Error(`another \`waiaas proxy\` is at work; if none is, remove ${lock}`);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { recursive: true });
  }
}
