import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

// Loading the compiler takes longer than everything else, so what it wrote is kept by the hash of what it read.
const CACHE = new URL('../../../../../node_modules/.cache/waiaas-testing/', import.meta.url);

/** `./x.js` is written in the sources where `./x.ts` lies. */
export async function resolve(specifier, context, next) {
  const isLocal = specifier.startsWith('.') && context.parentURL?.endsWith('.ts') === true;
  return next(isLocal ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const source = await readFile(new URL(url), 'utf8');
  const kept = new URL(`${createHash('sha256').update(source).digest('hex')}.mjs`, CACHE);
  return { format: 'module', source: (await readKept(kept)) ?? (await compile(source, url, kept)), shortCircuit: true };
}

async function readKept(kept) {
  try {
    return await readFile(kept, 'utf8');
  } catch {
    return undefined;
  }
}

async function compile(source, url, kept) {
  const { default: ts } = await import('typescript');
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, inlineSourceMap: true };
  const { outputText } = ts.transpileModule(source, { compilerOptions, fileName: url });
  await mkdir(CACHE, { recursive: true });
  // Written aside and renamed: nodes that start together must not read half a file.
  const aside = new URL(`${kept.href}.${String(process.pid)}`);
  await writeFile(fileURLToPath(aside), outputText);
  await rename(aside, kept);
  return outputText;
}
