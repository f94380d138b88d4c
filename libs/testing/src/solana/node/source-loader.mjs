// Lets plain Node run these TypeScript sources, so that tests need no build first. The built package never loads this file.
import { register } from 'node:module';

register('./source-hooks.mjs', import.meta.url);
