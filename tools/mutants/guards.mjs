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

const GUARDING = /^\s*(status|state|revision|answerStatus)\b/;

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
      if (!GUARDING.test(source.slice(start, end)) || members.length < 2) continue;
      const isLast = source[end] !== ',';
      yield { kind: 'condition of an update', start: isLast ? start - 1 : start, end: isLast ? end : end + 1, text: '' };
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
  if (!isWriting) return [];
  return [...updateGuards(source), ...sqlGuards(source), ...checks(source)].sort((a, b) => a.start - b.start);
}
