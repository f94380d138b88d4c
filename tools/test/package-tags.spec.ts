import { describe, expect, it } from 'vitest';
import { packages } from './tree.js';

// A project without tags escapes every boundary that is judged by tag.
describe('the packages of the workspace', () => {
  it.each(packages())('$folder has exactly one layer and one runtime', ({ tags }) => {
    expect(tags.filter((tag) => tag.startsWith('layer:'))).toHaveLength(1);
    expect(tags.filter((tag) => tag.startsWith('runtime:'))).toHaveLength(1);
  });

  it.each(packages())('$folder is named after its folder', ({ folder, name }) => {
    expect(name).toBe(`@waiaas/${folder.split('/')[1]}`);
  });
});
