import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { settingsPage } from './settings-table.js';

const PAGE = fileURLToPath(new URL('../../../../docs/settings.md', import.meta.url));

it('is the page in docs; `vitest -u` writes it anew after a setting changed', async () => {
  await expect(settingsPage()).toMatchFileSnapshot(PAGE);
});
