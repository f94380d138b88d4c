import { NETWORKS } from '@waiaas/core';
import { explorerKey } from './explorer.settings.js';
import type { RuntimeSettings } from './runtime-settings.js';

/** The sites that links may lead to, by network. */
export function explorerSites(settings: RuntimeSettings): Record<string, string> {
  const named = NETWORKS.flatMap(({ name }) => {
    const site = settings.get(explorerKey(name));
    return site === null ? [] : [[name, site] as const];
  });
  return Object.fromEntries(named);
}
