import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { DoctorTarget } from '../target.js';
import { Check, type CheckResult, reasonOf } from '../verdict.js';

const check = new Check(
  'file-modes',
  'Whoever can read these files has the keys, sealed or not; whoever can write them is the daemon.',
);

interface Kept {
  readonly file: string;
  /** The bits that must not be set. */
  readonly forbidden: number;
}

const OWNER_ONLY = 0o077;
/** The overlay for secrets lets the group of the daemon read. */
const GROUP_MAY_READ = 0o037;

/** Modes and owners of what the daemon keeps, as far as it is on this machine. */
export async function checkFileModes({ installation }: DoctorTarget): Promise<readonly CheckResult[]> {
  const home = installation && (await statOf(installation.dataDirectory));
  if (installation === undefined || home === undefined) {
    return [
      check.skip(
        'there is no data directory here',
        'docker compose exec daemon node apps/cli/dist/main.js doctor looks at the one in the container.',
      ),
    ];
  }
  const kept = await keptFiles(installation.dataDirectory, installation.databaseFile, [
    ...installation.secretFiles,
    ...(installation.passwordFile === null ? [] : [installation.passwordFile]),
  ]);
  const judged = await Promise.all(kept.map((entry) => judge(entry, home.uid)));
  const bad = judged.flat();
  return bad.length > 0 ? bad : [check.pass(`${installation.dataDirectory} and what is in it are its owner's alone`)];
}

async function keptFiles(directory: string, database: string, secrets: readonly string[]): Promise<readonly Kept[]> {
  const own = [
    directory,
    ...['recovery.key', 'config.toml', 'daemon.json', 'proxy-ca'].map((name) => path.join(directory, name)),
  ];
  const databases = ['', '-wal', '-shm'].map((suffix) => `${database}${suffix}`);
  const signers = await readdir(path.join(directory, 'proxy-ca')).catch(() => []);
  const keys = signers.filter((name) => name.endsWith('.key')).map((name) => path.join(directory, 'proxy-ca', name));
  return [
    ...[...own, ...databases, ...keys].map((file) => ({ file, forbidden: OWNER_ONLY })),
    ...[...new Set(secrets)].map((file) => ({ file, forbidden: GROUP_MAY_READ })),
  ];
}

async function judge({ file, forbidden }: Kept, ownerUid: number): Promise<readonly CheckResult[]> {
  try {
    const found = await statOf(file);
    if (found === undefined) return [];
    const mode = found.mode & 0o777;
    if ((mode & forbidden) !== 0) {
      return [check.fail(`${file} has mode ${mode.toString(8)}`, `chmod ${(mode & ~forbidden).toString(8)} '${file}'`)];
    }
    if (found.uid !== ownerUid && found.uid !== 0) {
      return [
        check.fail(`${file} belongs to user ${found.uid}, the data directory to ${ownerUid}`, `chown ${ownerUid} '${file}'`),
      ];
    }
    return [];
  } catch (error) {
    return [check.warn(`${file} cannot be looked at (${reasonOf(error)})`, 'Run doctor as the user of the daemon.')];
  }
}

async function statOf(file: string): Promise<Stats | undefined> {
  try {
    return await stat(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
