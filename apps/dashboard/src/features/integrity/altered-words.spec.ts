import type { AlteredRow } from '@waiaas/api-types';
import { describe, expect, it } from 'vitest';
import { integrity as en } from '../../messages/en/integrity';
import { whatItIs, whatItStops } from './altered-words';
import type { IntegrityText } from './integrity-text';

const has = (key: string): key is keyof typeof en => Object.hasOwn(en, key);
const text = (key: string): string => (has(key) ? en[key] : key);
const t: IntegrityText = Object.assign(text, { language: 'en' as const, has });
const row = (table: string, walletId: string | null = null): AlteredRow => ({
  ...{ table, id: '1', walletId, isRemoved: false, columns: null },
});

describe('a row that is not what the daemon wrote', () => {
  it.each(['ledger', 'audit_log (chain)', 'webhooks', 'policies (set)'])('is told in words: %s', (table) => {
    expect(whatItIs(row(table), t)).not.toContain(table);
  });

  it('speaks for itself where the daemon is newer than the page', () => {
    expect(whatItIs(row('moon_phases'), t)).toBe('moon_phases');
  });

  it.each([
    ['ledger', 'w', 'stops.wallet'],
    ['tokens (set)', null, 'stops.network'],
    ['sessions', null, 'stops.session'],
    ['webhooks', null, 'stops.webhook'],
    ['webhooks (set)', null, 'stops.webhook'],
    ['audit_log (chain)', null, 'stops.all'],
  ] as const)('of %s stops what the page says', (table, walletId, key) => {
    expect(whatItStops(row(table, walletId), t)).toBe(en[key]);
  });
});
