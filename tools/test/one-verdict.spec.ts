import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './tree.js';

const FORMS_A_VERDICT = /import\s[^;]*\b(evaluate|judgeWhatIf)\b[^;]*from '@waiaas\/policy'/;

function sources(folder: string): readonly string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts'))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)));
}

describe('a verdict', () => {
  it('is formed by the stage that judges requests and by the what-if, and nowhere else', () => {
    const projects = [...readdirSync(path.join(ROOT, 'apps')).map((name) => `apps/${name}`), 'libs/pipeline'];
    const files = projects.flatMap((project) => sources(`${project}/src`));
    const forming = files.filter((file) => FORMS_A_VERDICT.test(readFileSync(path.join(ROOT, file), 'utf8')));
    expect(forming.sort()).toEqual([
      'apps/daemon/src/modules/policies/what-if-task.ts',
      'libs/pipeline/src/stages/policy.stage.ts',
    ]);
  });
});
