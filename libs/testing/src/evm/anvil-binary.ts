import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * The anvil program itself, not its node wrapper: killing a wrapper would leave the node running.
 *
 * @throws Error naming what to install.
 */
export function anvilBinary(): string {
  const platform = `@foundry-rs/anvil-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
  try {
    // Resolved from the wrapper package, whose optional dependency the platform package is.
    const wrapper = createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json');
    const manifest = createRequire(wrapper).resolve(`${platform}/package.json`);
    const binary = path.join(path.dirname(manifest), 'bin', process.platform === 'win32' ? 'anvil.exe' : 'anvil');
    if (existsSync(binary)) return binary;
  } catch (cause) {
    throw new Error(`anvil is not installed: run npm install with optional dependencies (${platform})`, { cause });
  }
  throw new Error(`${platform} holds no anvil program: run npm install again`);
}
