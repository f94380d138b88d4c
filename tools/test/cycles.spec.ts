import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from './tree.js';

const OXLINT = path.join(ROOT, 'node_modules/oxlint/bin/oxlint');

/** What `npm run cycles` says of `folder`, with its exit code. */
async function look(folder: string): Promise<{ readonly code: number; readonly output: string }> {
  const args = [OXLINT, '--config', path.join(ROOT, 'tools/lint/cycles.json'), '--deny-warnings', folder];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, stdout) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout });
    });
  });
}

describe('the search for cycles', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'waiaas-cycle-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const write = async (name: string, code: string): Promise<void> => {
    await writeFile(path.join(folder, name), code);
  };

  it('finds three modules that import each other in a circle', async () => {
    await write('a.ts', "import { b } from './b.js';\nexport const a = () => b;\n");
    await write('b.ts', "import { c } from './c.js';\nexport const b = () => c;\n");
    await write('c.ts', "import { a } from './a.js';\nexport const c = () => a;\n");

    const { code, output } = await look(folder);

    expect(code).toBe(1);
    expect(output).toContain('no-cycle');
  });

  it('finds a circle of pages, whose imports name no extension', async () => {
    await write('a.tsx', "import { B } from './b';\nexport const A = () => <B />;\n");
    await write('b.tsx', "import { A } from './a';\nexport const B = () => <A />;\n");

    expect(await look(folder)).toMatchObject({ code: 1 });
  });

  it('lets types of two modules name each other: nothing of that is left at run time', async () => {
    await write('a.ts', "import type { B } from './b.js';\nexport interface A { b: B }\n");
    await write('b.ts', "import type { A } from './a.js';\nexport interface B { a: A }\n");

    expect(await look(folder)).toMatchObject({ code: 0 });
  });
});
