import type { AlteredRow } from '@waiaas/api-types';
import { safeText } from '../../lib/safe-text';
import type { IntegrityText } from './integrity-text';

const SET = ' (set)';
/** What the daemon names where somebody put programs into the file; such a file cannot be taken as it is. */
const PROGRAMS = 'schema';

export const isProgram = ({ table }: AlteredRow): boolean => table === PROGRAMS;

/** What was altered, in words; a table that is newer than this page speaks for itself. */
export function whatItIs({ table }: AlteredRow, t: IntegrityText): string {
  const isSet = table.endsWith(SET);
  const key = `${isSet ? 'set' : 'row'}.${isSet ? table.slice(0, -SET.length) : table}`;
  return t.has(key) ? t(key) : safeText(table, 60);
}

/** Settings concern every wallet, and so does what belongs to no wallet that could be named. */
const OF_NETWORK = new Set(['tokens', 'token_pins']);

/** What stands still as long as nobody has decided about it. */
export function whatItStops({ table, walletId, isRemoved }: AlteredRow, t: IntegrityText): string {
  if (isRemoved) return t('stops.none');
  if (walletId !== null) return t('stops.wallet');
  const bare = table.replace(SET, '');
  if (OF_NETWORK.has(bare)) return t('stops.network');
  if (bare === 'webhooks') return t('stops.webhook');
  return t(bare === 'sessions' ? 'stops.session' : 'stops.all');
}
