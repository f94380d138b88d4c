import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Where the C++ headers of this very Node lie, as node-gyp wants it told (`<dir>/include/node`); undefined where they are not
 * installed beside it. With them a native module is compiled without fetching anything; headers of another version would
 * compile and then crash.
 */
export function localHeaders(execPath = process.execPath, version = process.versions.node) {
  const prefix = path.resolve(path.dirname(execPath), '..');
  const file = path.join(prefix, 'include', 'node', 'node_version.h');
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  const parts = ['MAJOR', 'MINOR', 'PATCH'].map((part) => new RegExp(`#define NODE_${part}_VERSION (\\d+)`).exec(text)?.[1]);
  return parts.join('.') === version ? prefix : undefined;
}
