import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const SUFFIX = '.md';

/** Texts that teach an agent one part of this API. Read once: a request only looks a name up. */
export class Skills {
  readonly #texts = new Map<string, string>();

  constructor(folder: string) {
    for (const entry of readdirSync(folder)
      .filter((name) => name.endsWith(SUFFIX))
      .sort()) {
      this.#texts.set(entry.slice(0, -SUFFIX.length), readFileSync(path.join(folder, entry), 'utf8'));
    }
  }

  names(): readonly string[] {
    return [...this.#texts.keys()];
  }

  find(name: string): string | undefined {
    return this.#texts.get(name);
  }
}
