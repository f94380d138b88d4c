import { readFile } from 'node:fs/promises';
import ts from 'typescript';

const OPTIONS = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, sourceMap: false, inlineSourceMap: true };

/** `./x.js` is written in the sources where `./x.ts` lies. */
export async function resolve(specifier, context, next) {
  const isLocal = specifier.startsWith('.') && context.parentURL?.endsWith('.ts') === true;
  return next(isLocal ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const source = await readFile(new URL(url), 'utf8');
  const { outputText } = ts.transpileModule(source, { compilerOptions: OPTIONS, fileName: url });
  return { format: 'module', source: outputText, shortCircuit: true };
}
