// The first load in compressed bytes, held to its budget: the entry, what it loads for every page, all that these import, and the style sheets.
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const BUDGET_BYTES = 150_000;
const FOR_EVERY_PAGE = 'src/app/start.tsx';
const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const manifestFile = `${dist}manifest.json`;
const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
// Nobody asks for it, so it is not served.
rmSync(manifestFile);

function reach(key, seen) {
  if (seen.has(key)) return;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) reach(next, seen);
}

const entries = new Set();
for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry) reach(key, entries);
reach(FOR_EVERY_PAGE, entries);
const files = new Set([...entries].flatMap((key) => [manifest[key].file, ...(manifest[key].css ?? [])]));
const sizes = [...files].map((file) => [file, gzipSync(readFileSync(dist + file), { level: 9 }).length]);
const total = sizes.reduce((sum, [, size]) => sum + size, 0);
for (const [file, size] of sizes) console.log(`${(size / 1000).toFixed(1).padStart(7)} kB  ${file}`);
console.log(`${(total / 1000).toFixed(1).padStart(7)} kB  first load, of ${BUDGET_BYTES / 1000} kB`);
if (total > BUDGET_BYTES) process.exitCode = 1;
