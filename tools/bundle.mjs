// Part of the build of the command line: one file for what `waiaas` loads. See setup/bundle.mjs.
import { fileURLToPath } from 'node:url';
import { bundleProgram } from './setup/bundle.mjs';

await bundleProgram(fileURLToPath(new URL('..', import.meta.url)));
