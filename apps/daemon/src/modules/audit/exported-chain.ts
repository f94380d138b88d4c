import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { AuditExportRow } from '@waiaas/api-types';
import { type Anchor, checkpointOf } from './anchor.js';
import type { HashedAuditRow } from './audit-chain.js';
import { fromExportedRow } from './audit.mapper.js';

const TEXTS = ['eventType', 'actor', 'severity', 'prevHash', 'hash'] as const;
const TEXTS_OR_NULL = ['walletId', 'sessionId', 'txId', 'ipAddress'] as const;

/** A line of an export that is neither a row nor the closing head. */
export class ExportFormatError extends Error {
  override readonly name = 'ExportFormatError';
}

export interface ExportedLine {
  readonly row?: HashedAuditRow;
  readonly checkpoint?: Anchor;
}

/** The lines of an exported chain, read one by one. */
export async function* exportedLines(file: string): AsyncGenerator<ExportedLine> {
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() !== '') yield readLine(line, number);
  }
}

function readLine(line: string, number: number): ExportedLine {
  const members = parse(line);
  const checkpoint = members === undefined ? undefined : checkpointOf(members);
  if (checkpoint !== undefined) return { checkpoint };
  if (members === undefined || !isRow(members)) throw new ExportFormatError(`Line ${number} of the export is no row.`);
  return { row: fromExportedRow(members) };
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isRow(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & AuditExportRow {
  return (
    Number.isSafeInteger(value['id']) &&
    Number.isSafeInteger(value['timestamp']) &&
    typeof value['details'] === 'object' &&
    TEXTS.every((name) => typeof value[name] === 'string') &&
    TEXTS_OR_NULL.every((name) => value[name] === null || typeof value[name] === 'string')
  );
}
