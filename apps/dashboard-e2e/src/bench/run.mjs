// `npm run bench:dashboard`: the program beside it is TypeScript like everything else; plain Node runs it from its source.
import { register } from 'node:module';

register('../../../../libs/testing/src/solana/node/source-hooks.mjs', import.meta.url);
await import('./main.ts');
