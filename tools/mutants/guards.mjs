// Finds the guards of the code that moves money, by their shape: new ones are found without being listed.

const CLOSING = { '(': ')', '{': '}', '[': ']', '`': '`' };

/** The index after what opens at `from`, strings and nested brackets skipped. */
export function endOf(source, from) {
  const close = CLOSING[source[from]];
  for (let at = from + 1; at < source.length; at += 1) {
    const char = source[at];
    if (char === close) return at + 1;
    if (char === "'" || char === '"') at = source.indexOf(char, at + 1);
    else if (close === '`' ? char === '$' && source[at + 1] === '{' : CLOSING[char] !== undefined)
      at = endOf(source, close === '`' ? at + 1 : at) - 1;
  }
  throw new RangeError('an opening bracket without its end');
}

/** The members of an object literal that starts at `open`: [start, end) of each, as they are separated by commas. */
function membersOf(source, open) {
  const end = endOf(source, open) - 1;
  const members = [];
  let start = open + 1;
  for (let at = start; at <= end; at += 1) {
    if (at < end && CLOSING[source[at]] !== undefined) at = endOf(source, at) - 1;
    else if (at === end || source[at] === ',') {
      if (source.slice(start, at).trim() !== '') members.push([start, at]);
      start = at + 1;
    }
  }
  return members;
}

const GUARDING = /^\s*(status|state|revision|answerStatus|suspendedBy|revokedAt)\b/;

/** Where the objects start that say which rows a call is about. */
function conditions(source) {
  const named = [...source.matchAll(/\bwhere(?::| =) \{/g)].map(({ index, 0: text }) => index + text.length - 1);
  const last = [...source.matchAll(/\bupdateRows\(/g)].flatMap(({ index, 0: text }) => {
    const call = source.slice(index, endOf(source, index + text.length - 1));
    return call.endsWith('})') ? [index + lastObject(call)] : [];
  });
  return [...new Set([...named, ...last])];
}

/** Conditions of guarded updates: the member goes, the others stay. */
function* updateGuards(source) {
  for (const open of conditions(source).filter((at) => writesWith(source, at))) {
    const members = membersOf(source, open);
    for (const [start, end] of members) {
      if (!GUARDING.test(source.slice(start, end))) continue;
      const isLast = source[end] !== ',';
      const before = isLast && members.length > 1 ? start - 1 : start;
      yield { kind: 'condition of an update', start: before, end: isLast ? end : end + 1, text: '' };
    }
  }
}

/** Where the object starts that ends the arguments of a call. */
function lastObject(call) {
  const end = call.lastIndexOf('}') + 1;
  for (let at = end - 2; at >= 0; at -= 1) if (call[at] === '{' && endOf(call, at) === end) return at;
  throw new RangeError('no object ends this call');
}

/** A condition of a read guards nothing by itself. */
function writesWith(source, open) {
  const before = source.slice(Math.max(0, open - 400), open);
  if (/const where = $/.test(before)) return /\bupdateRows\(/.test(source.slice(open, open + 400));
  const call =
    /\b(updateMany|deleteMany|update|updateRows)\((?![\s\S]*\b(?:findMany|findFirst|findUnique|count|aggregate|groupBy)\()/.exec(
      before.slice(before.lastIndexOf('await ')),
    );
  return call !== null;
}

/** Conditions in SQL on where a row or an attempt stands, and whether its wallet may sign. */
function* sqlGuards(source) {
  const simple = /\bAND (?:\w+\.)?(?:status|state) (?:=|<>|IN|NOT IN) (?:'[^']*'|\([^)]*\)|\$\{[^}]*\})|\bAND \$\{allowed\}/g;
  for (const { index, 0: text } of source.matchAll(simple))
    yield { kind: 'condition in SQL', start: index, end: index + text.length, text: '' };
  for (const { index, 0: text } of source.matchAll(/\bAND NOT EXISTS \(/g))
    yield { kind: 'condition in SQL', start: index, end: endOf(source, index + text.length - 1), text: '' };
}

/** A look at where a row stands before it is written. */
function* checks(source) {
  for (const { index, 0: text, 1: condition } of source.matchAll(/\bif \(([^\n]*\.(?:status|state) !== [^\n]*)\) return\b/g))
    yield {
      kind: 'check before a write',
      start: index,
      end: index + text.length,
      text: text.replace(condition, 'Math.random() > 1'),
    };
  for (const { index, 0: text, 1: condition } of source.matchAll(/\bif \(([^\n]*\.(?:status|state) === [^\n]*)\) await\b/g))
    yield { kind: 'check before a write', start: index, end: index + text.length, text: text.replace(condition, 'true') };
}

/** The place that was expected, and what somebody has in hand already. */
function* expectations(source) {
  for (const { index, 0: text, 1: condition } of source.matchAll(/\bif \(([^\n]* !== from)\) return\b/g))
    yield {
      kind: 'check before a write',
      start: index,
      end: index + text.length,
      text: text.replace(condition, 'Math.random() > 1'),
    };
  for (const { index, 0: text } of source.matchAll(/![\w.#]+\.has\([^()\n]*\) && /g))
    yield { kind: 'in hand already', start: index, end: index + text.length, text: '' };
}

/** What goes along with rows, and only where it may. */
function* companions(source) {
  for (const { index, 0: text, 1: condition } of source.matchAll(/\bif \(([^\n]*)\) move\w+\(/g)) {
    const start = index + 'if ('.length;
    yield { kind: 'goes along', start, end: start + condition.length, text: 'Math.random() > 1' };
    const may = / && this\.\w+\(\)/.exec(text);
    if (may !== null) yield { kind: 'goes along', start: index + may.index, end: index + may.index + may[0].length, text: '' };
  }
}

/** A step that somebody else made: what belongs to it is not done, and is done in its transaction. */
function* steps(source) {
  for (const { index } of source.matchAll(/\bif \((?:!\()?await [\w.]+\.move\(/g)) {
    const end = endOf(source, index + 3);
    const condition = source.slice(index + 4, end - 1);
    if (condition.startsWith('!'))
      yield { kind: 'step of another', start: index, end, text: `${condition.slice(2, -1)}; if (Math.random() > 1)` };
    else {
      yield { kind: 'step of another', start: index, end, text: `${condition};` };
      const [write] = /^ await [^\n]*;/.exec(source.slice(end)) ?? [];
      if (write === undefined) continue;
      const later = ` setImmediate(() => void this.database.transaction(async (tx) => {${write} }).catch(() => undefined));`;
      yield { kind: 'one transaction', start: end, end: end + write.length, text: later };
    }
  }
}

/** What is sent is durable before: the two statements change places. */
function* orders(source) {
  const pair =
    /^( *await [\w.]+\.(?:mark\w+|keep|record|insert)\([^\n]*\);\n)( *await (?:send\w*|[\w.]+\.broadcast)\([^\n]*\);\n)/gm;
  for (const { index, 0: text, 1: write, 2: send } of source.matchAll(pair))
    yield { kind: 'write before send', start: index, end: index + text.length, text: send + write };
}

/** Every guard of a file, each with the text that takes it away. */
export function guardsIn(file, source) {
  const isWriting = /\b(?:updateRows|insertRows|updateMany|deleteMany)\(|\.(?:create|update)\(/.test(source);
  if (file.endsWith('.stage.ts')) return [...orders(source)];
  const found = file.endsWith('.service.ts')
    ? [...steps(source), ...checks(source), ...expectations(source)]
    : isWriting || / !== from\) return\b/.test(source)
      ? [...updateGuards(source), ...sqlGuards(source), ...checks(source), ...expectations(source), ...companions(source)]
      : [];
  return found.sort((a, b) => a.start - b.start);
}

/** Where an expression is cut by a joint that stands in no bracket of it. */
function cutsOf(source, start, end, joint) {
  const cuts = [];
  for (let at = start; at < end; at += 1) {
    if (source[at] === "'") at = source.indexOf("'", at + 1);
    else if (CLOSING[source[at]] !== undefined) at = endOf(source, at) - 1;
    else if (source.startsWith(joint, at)) cuts.push(at);
  }
  return cuts;
}

/** The operands of an expression, those within its own brackets too: [start, end) of what goes with one of them. */
function* operandsOf(source, start, end) {
  const joint = ['||', '&&'].find((one) => cutsOf(source, start, end, one).length > 0);
  if (joint === undefined) {
    const open = end - source.slice(start, end).trimStart().length;
    const isBracketed = source[open] === '(' && source.slice(endOf(source, open), end).trim() === '';
    if (isBracketed) yield* operandsOf(source, open + 1, endOf(source, open) - 1);
    return;
  }
  const cuts = cutsOf(source, start, end, joint);
  for (const [index, from] of [start, ...cuts.map((cut) => cut + joint.length)].entries()) {
    const to = cuts[index] ?? end;
    yield index === 0 ? [from, to + joint.length] : [cuts[index - 1], to];
    yield* operandsOf(source, from, to);
  }
}

/** Where a function that is about something begins and what its name is, for every place in a source. */
function functionAt(source, index) {
  const heads = source.slice(0, index).matchAll(/^(?:(?:export )?function |  (?:async |get )?)#?(\w+)\([^\n]*\{$/gm);
  return [...heads].at(-1)?.[1] ?? '';
}

const FREEZE = /freeze|froz|thaw/i;

/** The record says first that a freeze is over, and keeps one when it is written anew. */
function* recordGuards(source) {
  const pair = /^( *this\.(?:record\.enter|ceilings\(\)\.freeze\.end)\([^\n]*\);\n)( *this\.#\w+ = undefined;\n)/gm;
  for (const { index, 0: text, 1: write, 2: effect } of source.matchAll(pair))
    yield { kind: 'record before effect', start: index, end: index + text.length, text: effect + write };
  for (const { index, 0: text } of source.matchAll(/\.\.\.frozen, /g))
    yield { kind: 'kept when written anew', start: index, end: index + text.length, text: '' };
}

/** What decides while everything is frozen: refusals, what has to be so for a signature all the same, and the record that comes first. */
export function freezeGuardsIn(file, source) {
  const found = [];
  for (const { index, 0: text } of source.matchAll(/\bif \(|\breturn (?=[^;]*(?:&&|\|\|))|\bconst \w+ = (?=[^;]*(?:&&|\|\|))/g)) {
    const isIf = text === 'if (';
    const start = index + text.length;
    const end = isIf ? endOf(source, start - 1) - 1 : source.indexOf(';', start);
    if (![file, functionAt(source, index), source.slice(start, end)].some((named) => FREEZE.test(named))) continue;
    for (const [from, to] of operandsOf(source, start, end)) found.push({ kind: 'operand', start: from, end: to, text: '' });
    const then = source.slice(end + 1).trimStart();
    if (!isIf || then.startsWith('{')) continue;
    const isLeft = /^return(?:;| false;)/.test(then);
    found.push({ kind: isLeft ? 'way out' : 'condition', start, end, text: isLeft ? 'Math.random() < 2' : 'Math.random() > 1' });
  }
  found.push(...recordGuards(source));
  return found.sort((a, b) => a.start - b.start);
}

/** What a row has to have beside it before anybody goes on with it: a text of SQL under a name that says so. */
export function neighbourGuardsIn(_file, source) {
  return [...source.matchAll(/^const HAS_\w+ = (`[^`]*`);/gm)].map(({ index, 0: text, 1: sql }) => {
    const start = index + text.indexOf(sql);
    return { kind: 'what belongs to it', start, end: start + sql.length, text: "'TRUE'" };
  });
}
