import { AUDIT_EVENT_TYPES } from '@waiaas/api-types';
import { describe, expect, it } from 'vitest';
import type { HashedAuditRow } from '../audit/audit.service.js';
import { plainText } from './channels/channel.port.js';
import { joinMessages, toMessage } from './notice.js';
import { type NoticeContext, noticeOf, type TransactionFacts } from './notice-facts.js';
import { ENGLISH } from './texts/english.js';
import { KOREAN } from './texts/korean.js';
import { FACT_NAMES, VARIANTS } from './texts/language.js';

const TX = '0198f1aa-0000-7000-8000-000000000001';

const row = (over: Partial<HashedAuditRow> = {}): HashedAuditRow => ({
  id: 7,
  timestamp: 1_795_330_000,
  eventType: 'TX_QUEUED',
  actor: 'session:s',
  walletId: 'w',
  sessionId: null,
  txId: TX,
  details: '{"waitReason":"APPROVAL"}',
  severity: 'info',
  ipAddress: null,
  prevHash: '',
  hash: '',
  ...over,
});

const transaction = (over: Partial<TransactionFacts> = {}): TransactionFacts => ({
  type: 'TOKEN_TRANSFER',
  tier: 'APPROVAL',
  network: 'base-mainnet',
  toAddress: '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
  amount: '250000000',
  amountDecimals: 6,
  amountSymbol: 'USDC',
  usdMicros: '250000000',
  executeAt: null,
  expiresAt: 1_795_333_600,
  ...over,
});

const context = (over: Partial<NoticeContext> = {}): NoticeContext => ({
  walletName: 'trader',
  transaction: transaction(),
  origin: 'https://wallet.example.org',
  ...over,
});

describe('the texts', () => {
  it.each([
    ['English', ENGLISH],
    ['Korean', KOREAN],
  ])('in %s have a title for every event and a label for every fact', (_name, language) => {
    expect(Object.keys(language.titles).sort()).toEqual([...AUDIT_EVENT_TYPES, ...VARIANTS].sort());
    expect(Object.keys(language.labels).sort()).toEqual([...FACT_NAMES].sort());
    for (const text of [...Object.values(language.titles), ...Object.values(language.labels)]) expect(text).not.toBe('');
  });

  it('advise on the same events in both languages, and the Korean ones are Korean', () => {
    expect(Object.keys(KOREAN.advice)).toEqual(Object.keys(ENGLISH.advice));
    for (const title of Object.values(KOREAN.titles)) expect(title).toMatch(/[\uac00-\ud7a3]/);
  });
});

describe('a notice', () => {
  it('of a request for an approval is urgent, says what is asked and leads to the inbox', () => {
    const notice = noticeOf(row(), context());
    if (notice === undefined) throw new Error('nobody was told');
    expect(toMessage(notice, 'en')).toEqual({
      title: 'A payment waits for your approval',
      isUrgent: true,
      link: `https://wallet.example.org/admin/approvals/${TX}`,
      lines: [
        'Wallet: trader',
        'What: TOKEN_TRANSFER 250 USDC',
        'To: 0x8617E340B3D01FA5F11F306F4090FD50E238070D',
        'Network: base-mainnet',
        'Value in USD: 250.00',
        'Answer by: 2026-11-22 07:46 UTC',
        'By: session:s',
        'At: 2026-11-22 06:46 UTC',
        'It does not run unless you approve it.',
      ],
    });
    expect(toMessage(notice, 'ko').title).toBe('결제가 승인을 기다리고 있습니다');
  });

  it.each([
    ['TX_SUBMITTED', 'NOTIFY', 'spent'],
    ['TX_SUBMITTED', 'DELAY', 'spent'],
    ['TX_SUBMITTED', 'INSTANT', undefined],
    ['TX_CONFIRMED', 'NOTIFY', undefined],
    ['TRANSACTION_SIGNED', 'NOTIFY', 'TRANSACTION_SIGNED'],
    ['TRANSACTION_SIGNED', 'INSTANT', undefined],
    ['MESSAGE_SIGNED', 'NOTIFY', 'MESSAGE_SIGNED'],
    ['MESSAGE_SIGNED', 'INSTANT', undefined],
    ['TX_FAILED', 'INSTANT', 'TX_FAILED'],
    ['NOTIFICATION_TOTAL_FAILURE', 'INSTANT', undefined],
  ])('of %s in tier %s is %s', (eventType, tier, key) => {
    expect(noticeOf(row({ eventType }), context({ transaction: transaction({ tier }) }))?.key).toBe(key);
  });

  it('goes out without what somebody damaged in the file', () => {
    const damaged = transaction({ tier: 'NOTIFY', amount: 'x', usdMicros: '1e9' });
    const notice = noticeOf(row({ eventType: 'TX_SUBMITTED', details: '{"x' }), context({ transaction: damaged }));
    expect(notice?.facts).toContainEqual(['effect', 'TOKEN_TRANSFER']);
    expect(notice?.facts.map(([name]) => name)).not.toContain('usd');
  });

  it('is urgent where the chain says critical, whatever it is about', () => {
    const notice = noticeOf(
      row({ eventType: 'KEY_EXPORTED', severity: 'critical', txId: null, details: '{"format":"raw"}' }),
      context(),
    );
    expect(notice).toMatchObject({ isUrgent: true, key: 'KEY_EXPORTED', link: null });
    expect(notice?.facts).toContainEqual(['format', 'raw']);
  });

  it('holds no invisible or turning character and no second line of anybody else', () => {
    const hostile = 'USDC\u202e\u200b\nAt: never\r\u2028x';
    const notice = noticeOf(row(), context({ walletName: hostile, transaction: transaction({ amountSymbol: 'x'.repeat(500) }) }));
    if (notice === undefined) throw new Error('nobody was told');
    const { lines } = toMessage(notice, 'en');
    expect(lines[0]).toBe('Wallet: USDCAt: neverx');
    expect(lines[1]?.length).toBeLessThan(140);
    expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
  });
});

describe('messages', () => {
  const message = (n: number) => ({ title: `title ${n}`, lines: [`first ${n}`, 'second'], link: null, isUrgent: false });

  it('that are collected become one, with a line for each and the rest counted', () => {
    const joined = joinMessages(
      Array.from({ length: 25 }, (_, index) => message(index)),
      'en',
    );
    expect(joined.title).toBe('25 notices');
    expect(joined.lines).toHaveLength(21);
    expect([joined.lines[0], joined.lines.at(-1)]).toEqual(['title 0 · first 0 · second', 'and 5 more']);
    expect(joinMessages([message(1)], 'en')).toEqual(message(1));
  });

  it('are cut at a line where a service takes no more, and keep their link', () => {
    const long = {
      title: 'title',
      lines: Array.from({ length: 50 }, () => 'x'.repeat(90)),
      link: 'https://l.example',
      isUrgent: true,
    };
    const text = plainText(long, 500);
    expect(text.length).toBeLessThanOrEqual(500);
    expect(text.split('\n').slice(-2)).toEqual(['…', 'https://l.example']);
  });
});
