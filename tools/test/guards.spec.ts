import { describe, expect, it } from 'vitest';
import { guardsIn } from '../mutants/guards.mjs';

interface Guard {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The source with each of its guards taken away in turn. */
const without = (source: string, file = 'rows.repository.ts'): readonly string[] =>
  (guardsIn(file, source) as readonly Guard[]).map(({ start, end, text }) => source.slice(0, start) + text + source.slice(end));

describe('what is taken for a guard', () => {
  it('is a member of the condition of a write that says where a row stands', () => {
    expect(without("await updateRows(tx, 'attempts', { state: 'SIGNED' }, { id: attempt.id, state: 'RESERVED' });")).toEqual([
      "await updateRows(tx, 'attempts', { state: 'SIGNED' }, { id: attempt.id});",
    ]);
    expect(
      without("await tx.delivery.updateMany({ where: { status: { in: ['A', 'B'] }, id }, data: { status: 'C' } });"),
    ).toEqual(["await tx.delivery.updateMany({ where: { id }, data: { status: 'C' } });"]);
  });

  it('is a condition in SQL of a file that writes', () => {
    const sql =
      "sql`SELECT id FROM t WHERE id = ${id} AND status IN ('A') AND ${allowed}`; await updateRows(tx, 't', {}, { id });";
    expect(without(sql)).toEqual([sql.replace("AND status IN ('A')", ''), sql.replace('AND ${allowed}', '')]);
    expect(without('sql`SELECT id FROM t WHERE id = 1 AND status IN (2)`')).toEqual([]);
  });

  it('is a look at where a row stands before it is written', () => {
    const source = "if (row.status !== 'SUBMITTED') return 'moved';\nawait tx.row.update({ where: { id } });";
    expect(without(source)).toEqual([source.replace("row.status !== 'SUBMITTED'", 'Math.random() > 1')]);
  });

  it('is that bytes are on record before they are sent', () => {
    const [mark, send] = [
      '  await store.markBroadcasting(attempts, now());\n',
      '  await sendStored(store, chain, attempts, now);\n',
    ];
    expect(without(mark + send, 'submit.stage.ts')).toEqual([send + mark]);
  });

  it('is no condition of a read', () => {
    expect(without("await tx.row.findMany({ where: { id, status: 'A' } }); await tx.row.update({ where: { id } });")).toEqual([]);
  });
});
