import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '..', '..');

/** Source files below a folder, as paths from the root; build output and generated code aside. */
export function sourceFiles(folder: string): readonly string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|\/)(node_modules|dist|generated)\//.test(file))
    .sort();
}

export interface Package {
  readonly folder: string;
  readonly name: string;
  readonly tags: readonly string[];
}

/** Every package of the workspace with its Nx tags. */
export function packages(): readonly Package[] {
  return ['apps', 'libs'].flatMap((parent) =>
    readdirSync(path.join(ROOT, parent), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry): Package => {
        const folder = `${parent}/${entry.name}`;
        const manifest = JSON.parse(readFileSync(path.join(ROOT, folder, 'package.json'), 'utf8'));
        return { folder, name: manifest.name, tags: manifest.nx?.tags ?? [] };
      }),
  );
}
