import { existsSync, readFileSync } from 'node:fs';
import { ConfigError } from '../../config/config-error.js';
import { databaseFile } from '../../config/database-file.js';
import { loadConfig } from '../../config/load-config.js';
import { processEnvironment } from '../../config/process-environment.js';
import { AuditFile } from '../../infra/prisma/audit-file.js';
import { type Anchor, anchorIn, plainAnchor } from './anchor.js';
import { type AuditVerdict, ChainCheck, endless } from './chain-check.js';
import { exportedLines } from './exported-chain.js';
import { isTrulySigned, type SignedHead } from './signed-head.js';

export interface AuditVerifyOptions {
  readonly dataDir?: string | undefined;
  readonly configFile?: string | undefined;
  /** An export to check instead of the database. */
  readonly exportFile?: string | undefined;
  /** `ID:HASH`, or a file that holds a head somebody kept. */
  readonly anchor?: string | undefined;
}

export interface AuditReport extends AuditVerdict {
  /** The key the signed heads are signed with, hex. */
  readonly publicKey: string | null;
  /** The head that was kept elsewhere, found again in this chain. */
  readonly anchor: { readonly id: number; readonly hash: string } | null;
}

/**
 * Reads the chain without the daemon. Without an anchor a chain that was rewritten whole, signed heads and their key included, looks
 * whole; with one it does not.
 *
 * @throws ConfigError for an anchor or a file that cannot be read, SchemaError where there is no database.
 */
export async function verifyAudit(options: AuditVerifyOptions): Promise<AuditReport> {
  const anchor = options.anchor === undefined ? undefined : readAnchor(options.anchor);
  return options.exportFile === undefined ? verifyDatabase(options, anchor) : verifyExport(options.exportFile, anchor);
}

function verifyDatabase(options: AuditVerifyOptions, anchor: Anchor | undefined): AuditReport {
  const { dataDir, configFile } = options;
  const config = loadConfig({ dataDirectory: dataDir, configFile, environment: processEnvironment() });
  const file = new AuditFile(databaseFile(config));
  try {
    const signedHeads = file.heads();
    const publicKey = keyOf(anchor) ?? signedHeads[0]?.publicKey;
    const end = file.end();
    const anchors = [...listOf(end), ...listOf(anchor)];
    const check = new ChainCheck({ signedHeads, publicKey, anchors });
    for (const row of file.rows()) {
      if (!check.take(row)) break;
    }
    const verdict = check.verdict({ isOpenEnded: true });
    return report(end === undefined ? endless(verdict) : verdict, publicKey, anchor);
  } finally {
    file.close();
  }
}

async function verifyExport(file: string, anchor: Anchor | undefined): Promise<AuditReport> {
  if (!existsSync(file)) throw new ConfigError([`${file}: there is no such file`]);
  let check: ChainCheck | undefined;
  let closing: Anchor | undefined;
  for await (const { row, checkpoint } of exportedLines(file)) {
    if (closing !== undefined) throw new ConfigError([`${file}: lines follow the signed head that closes an export`]);
    closing = checkpoint;
    if (row === undefined) continue;
    check ??= new ChainCheck({ before: { id: row.id - 1, hash: row.prevHash }, signedHeads: [], anchors: listOf(anchor) });
    if (!check.take(row)) break;
  }
  const verdict = (check ?? new ChainCheck({ signedHeads: [] })).verdict({ isOpenEnded: false });
  if (!verdict.ok) return report(verdict, keyOf(closing), anchor);
  return report(closedBy(verdict, closing, anchor), keyOf(closing), anchor);
}

/** An export is whole when the signer vouched for its last row. */
function closedBy(verdict: AuditVerdict, closing: Anchor | undefined, anchor: Anchor | undefined): AuditVerdict {
  const { lastId, lastHash } = verdict;
  if (closing !== undefined && isSigned(closing) && isTrulySigned(closing)) {
    const isOfLastRow = closing.id === (lastId ?? closing.id) && closing.hash === (lastHash ?? closing.hash);
    const isOfSameKey = [undefined, closing.publicKey].includes(keyOf(anchor));
    if (isOfLastRow && isOfSameKey) return { ...verdict, checkpoints: verdict.checkpoints + 1 };
  }
  return { ...verdict, ok: false, brokenAt: (lastId ?? 0) + 1 };
}

/** An anchor that these rows do not reach proves nothing, and must not look as if it did. */
function report(verdict: AuditVerdict, publicKey: string | undefined, anchor: Anchor | undefined): AuditReport {
  if (anchor !== undefined && verdict.ok && !isWithin(anchor, verdict)) {
    throw new ConfigError([`--anchor: row ${anchor.id} is not part of what was checked`]);
  }
  return { ...verdict, publicKey: publicKey ?? null, anchor: anchor === undefined ? null : { id: anchor.id, hash: anchor.hash } };
}

function isWithin({ id }: Anchor, { firstId, lastId }: AuditVerdict): boolean {
  return id === 0 || (firstId !== null && lastId !== null && id >= firstId && id <= lastId);
}

function readAnchor(input: string): Anchor {
  const anchor = plainAnchor(input) ?? (existsSync(input) ? anchorIn(readFileSync(input, 'utf8')) : undefined);
  if (anchor === undefined) throw new ConfigError(['--anchor: must be ID:HASH or a file that holds a head of the chain']);
  if (isSigned(anchor) && !isTrulySigned(anchor)) throw new ConfigError(['--anchor: its own signature does not hold']);
  return anchor;
}

function isSigned(anchor: Anchor): anchor is SignedHead {
  return 'signature' in anchor;
}

function keyOf(anchor: Anchor | undefined): string | undefined {
  return anchor !== undefined && isSigned(anchor) ? anchor.publicKey : undefined;
}

function listOf(anchor: Anchor | undefined): readonly Anchor[] {
  return anchor === undefined ? [] : [anchor];
}
