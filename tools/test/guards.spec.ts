import { describe, expect, it } from 'vitest';
import { freezeGuardsIn, guardsIn, neighbourGuardsIn } from '../mutants/guards.mjs';

interface Guard {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

type Find = (file: string, source: string) => unknown;

/** The source with each of its guards taken away in turn. */
const without = (source: string, file = 'rows.repository.ts', find: Find = guardsIn): readonly string[] =>
  (find(file, source) as readonly Guard[]).map(({ start, end, text }) => source.slice(0, start) + text + source.slice(end));

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

  it('is the only condition of a write too', () => {
    expect(without('await tx.session.updateMany({ where: { revokedAt: null }, data: { revokedAt: at } });')).toEqual([
      'await tx.session.updateMany({ where: {}, data: { revokedAt: at } });',
    ]);
  });

  it('is that a step was not made by somebody else, and that what belongs to it is one with it', () => {
    const refused = "if (!(await this.rows.move(tx, 'A', to, now()))) return false;";
    expect(without(refused, 'acts.service.ts')).toEqual([
      "await this.rows.move(tx, 'A', to, now()); if (Math.random() > 1) return false;",
    ]);
    const done = 'if (await this.cursor.move(tx, from, to)) await this.add(tx, made);';
    const [always, later] = without(done, 'outbox.service.ts');
    expect(always).toBe('await this.cursor.move(tx, from, to); await this.add(tx, made);');
    expect(later).toMatch(
      /^if \(await this\.cursor\.move\(tx, from, to\)\) setImmediate\(.* await this\.add\(tx, made\); .*\);$/,
    );
  });

  it('is what goes along with rows, and only where it may', () => {
    const source = 'await insertRows(tx, rows); if (last !== undefined && this.isVouching()) moveHead(last);';
    expect(without(source)).toEqual([
      source.replace('last !== undefined && this.isVouching()', 'Math.random() > 1'),
      source.replace(' && this.isVouching()', ''),
    ]);
  });

  it('is the place that was expected, and what is under way already', () => {
    expect(without('if (at !== from) return false;')).toEqual(['if (Math.random() > 1) return false;']);
    expect(without('return due.filter((one) => !this.#inFlight.has(one.id) && isHead(one));', 'worker.service.ts')).toEqual([
      'return due.filter((one) => isHead(one));',
    ]);
  });
});

describe('what is taken for a guard of a freeze', () => {
  const gone = (source: string, file = 'freeze.ts') => without(source, file, freezeGuardsIn);

  it('is each operand of a condition, in brackets too', () => {
    expect(gone('if (a || (b && c(d && e))) {')).toEqual([
      'if ( (b && c(d && e))) {',
      'if (a ) {',
      'if (a || ( c(d && e))) {',
      'if (a || (b )) {',
    ]);
    expect(gone('return a && b;')).toEqual(['return  b;', 'return a ;']);
  });

  it('is a refusal and a way out, in functions that speak of it alone', () => {
    expect(gone("if (a) throw new Error('x');\nif (b) return;")).toEqual([
      "if (Math.random() > 1) throw new Error('x');\nif (b) return;",
      "if (a) throw new Error('x');\nif (Math.random() < 2) return;",
    ]);
    const source =
      '  async unfreeze(p: string): Promise<void> {\n    if (a) throw e;\n  }\n  lock(): void {\n    if (b) throw e;\n  }\n';
    expect(gone(source, 'vault.ts')).toEqual([source.replace('if (a)', 'if (Math.random() > 1)')]);
  });

  it('is that a record that is written anew keeps it', () => {
    expect(gone('  entries() {\n    return [head, ...frozen, ...rest];\n', 'book.ts')).toEqual([
      '  entries() {\n    return [head, ...rest];\n',
    ]);
  });

  it('is that the record comes before what it tells of', () => {
    const [record, effect] = ["    this.record.enter({ k: 'thawed' });\n", '    this.#order = undefined;\n'];
    expect(gone(record + effect)).toEqual([effect + record]);
  });
});

describe('what is taken for a guard of what belongs to a row', () => {
  it('is SQL under a name that says what the row has', () => {
    const source = "const HAS_ITS_BYTES = `status <> 'SUBMITTED' OR EXISTS (SELECT 1)`;\nconst NETWORK = `x`;";
    expect(without(source, 'readable-sql.ts', neighbourGuardsIn)).toEqual([
      "const HAS_ITS_BYTES = 'TRUE';\nconst NETWORK = `x`;",
    ]);
  });
});
