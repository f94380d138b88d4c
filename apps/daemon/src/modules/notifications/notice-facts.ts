import type { AuditEventType } from '@waiaas/api-types';
import { formatAmount } from '@waiaas/core';
import { readDetails } from '../audit/audit.mapper.js';
import type { HashedAuditRow } from '../audit/audit.service.js';
import type { Notice } from './notice.js';
import type { FactName, Variant } from './texts/language.js';

/** What the chain does not say of a request, from its row. */
export interface TransactionFacts {
  readonly type: string;
  readonly tier: string | null;
  readonly network: string;
  readonly toAddress: string | null;
  readonly amount: string | null;
  readonly amountDecimals: number | null;
  readonly amountSymbol: string | null;
  readonly usdMicros: string | null;
  readonly executeAt: number | null;
  readonly expiresAt: number | null;
}

export interface NoticeContext {
  readonly walletName: string | undefined;
  readonly transaction: TransactionFacts | undefined;
  /** Origin of the dashboard, without a trailing slash. */
  readonly origin: string;
}

type Details = Readonly<Record<string, unknown>>;
type Fact = readonly [FactName, string];

/** Events nobody waits for: their webhooks still hear of them. */
const SILENT: ReadonlySet<AuditEventType> = new Set<AuditEventType>([
  'SESSION_RENEWED',
  'TX_CONFIRMED',
  'OWNER_LOGIN',
  'BACKUP_CREATED',
  // A notice about notices would go round in a circle.
  'NOTIFICATION_TESTED',
  'NOTIFICATION_REDELIVERED',
  'NOTIFICATION_TOTAL_FAILURE',
]);

const SIGNED: ReadonlySet<AuditEventType> = new Set<AuditEventType>(['TRANSACTION_SIGNED', 'MESSAGE_SIGNED']);

/** The notice a row of the chain deserves; undefined where nobody needs to be told. */
export function noticeOf(row: HashedAuditRow, context: NoticeContext): Notice | undefined {
  const eventType = row.eventType as AuditEventType;
  const details = readDetails(row.details);
  const key = keyOf(eventType, details, context.transaction);
  if (key === undefined) return undefined;
  const isUrgent = row.severity === 'critical' || key === 'approval-needed';
  const link = key === 'approval-needed' && row.txId !== null ? `${context.origin}/admin/approvals/${row.txId}` : null;
  return { key, isUrgent, link, facts: factsOf(row, details, context) };
}

function keyOf(
  eventType: AuditEventType,
  details: Details,
  transaction: TransactionFacts | undefined,
): AuditEventType | Variant | undefined {
  if (eventType === 'TX_QUEUED') return WAITS[String(details['waitReason'])];
  // A payment or signature of the lowest tier tells nobody; every other one does, and NOTIFY exists for nothing else.
  const isOfLowestTier = transaction?.tier === 'INSTANT';
  if (eventType === 'TX_SUBMITTED') return isOfLowestTier ? undefined : 'spent';
  if (SIGNED.has(eventType) && isOfLowestTier) return undefined;
  return SILENT.has(eventType) ? undefined : eventType;
}

const WAITS: Readonly<Partial<Record<string, Variant>>> = { APPROVAL: 'approval-needed', DELAY: 'delayed' };

function factsOf(row: HashedAuditRow, details: Details, { walletName, transaction }: NoticeContext): readonly Fact[] {
  const facts: Fact[] = [];
  if (walletName !== undefined) facts.push(['wallet', walletName]);
  if (transaction !== undefined) facts.push(...transactionFacts(transaction));
  facts.push(...detailFacts(details));
  if (row.actor !== 'system') facts.push(['by', row.actor]);
  if (row.ipAddress !== null && details['clientAddress'] === undefined) facts.push(['address', row.ipAddress]);
  facts.push(['at', timeText(row.timestamp)]);
  return facts;
}

function transactionFacts(transaction: TransactionFacts): readonly Fact[] {
  const { type, network, toAddress, usdMicros, executeAt, expiresAt } = transaction;
  const amount = amountText(transaction);
  return [
    ['effect', amount === undefined ? type : `${type} ${amount}`],
    ...(toAddress === null ? [] : [['to', toAddress] as const]),
    ['network', network],
    ...(usdMicros === null || !DIGITS.test(usdMicros) ? [] : [['usd', usdText(usdMicros)] as const]),
    ...(executeAt === null ? [] : [['runsAt', timeText(executeAt)] as const]),
    ...(expiresAt === null ? [] : [['answerBy', timeText(expiresAt)] as const]),
  ];
}

/** Columns that are only shown carry no MAC: what is no number is left out, and the notice goes out. */
const DIGITS = /^[0-9]+$/;

function amountText({ amount, amountDecimals, amountSymbol }: TransactionFacts): string | undefined {
  if (amount === null || !DIGITS.test(amount) || !isDecimals(amountDecimals)) return undefined;
  return [formatAmount(BigInt(amount), amountDecimals), amountSymbol ?? ''].join(' ').trim();
}

function isDecimals(decimals: number | null): decimals is number {
  return decimals !== null && Number.isInteger(decimals) && decimals >= 0 && decimals <= MAX_DECIMALS;
}

const MAX_DECIMALS = 255;
const MICROS = 6;

function usdText(usdMicros: string): string {
  const [whole = '0', fraction = ''] = formatAmount(BigInt(usdMicros), MICROS).split('.');
  return `${whole}.${fraction.slice(0, 2).padEnd(2, '0')}`;
}

/** Members of audit details a person understands; the others stay in the chain. */
const TOLD_DETAILS: Readonly<Record<string, FactName>> = {
  denyCode: 'reason',
  errorCode: 'reason',
  reason: 'reason',
  code: 'reason',
  how: 'reason',
  error: 'reason',
  ownerAddress: 'owner',
  ownerRemovalAt: 'takesEffectAt',
  clientAddress: 'address',
  count: 'count',
  format: 'format',
  rule: 'rule',
  host: 'target',
  change: 'fields',
  fields: 'fields',
};
const TIMES: ReadonlySet<FactName> = new Set<FactName>(['takesEffectAt']);

function detailFacts(details: Details): readonly Fact[] {
  return Object.entries(TOLD_DETAILS).flatMap(([member, name]): readonly Fact[] => {
    const value = details[member];
    if (Array.isArray(value)) return [[name, value.join(', ')]];
    if (typeof value === 'number') return [[name, TIMES.has(name) ? timeText(value) : String(value)]];
    return typeof value === 'string' ? [[name, value]] : [];
  });
}

function timeText(unixSeconds: number): string {
  const date = new Date(unixSeconds * 1000);
  if (Number.isNaN(date.getTime())) return '?';
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
