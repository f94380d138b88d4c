// Loaded into the daemon by the bench: keeps what it publishes of each decision and writes it down at the end.
import { subscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';

const times = [];
subscribe('waiaas:decision', ({ ms }) => times.push(ms));
process.once('exit', () => writeFileSync(process.env.WAIAAS_TEST_DECISIONS, JSON.stringify(times)));
