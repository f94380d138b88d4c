import type { DoctorTarget } from '../target.js';
import { Check, type CheckResult } from '../verdict.js';

const check = new Check('database', 'The database says what was paid; a damaged one may say something else.');
const FIX =
  'Stop the daemon, keep a copy of the file, and bring back the last copy of the volume; waiaas audit verify says how far the record is whole.';

export async function checkDatabaseFile({ installation, checkDatabase }: DoctorTarget): Promise<readonly CheckResult[]> {
  if (installation === undefined) return [check.skip('there is no data directory here')];
  const problems = checkDatabase(installation.databaseFile);
  if (problems === undefined) return [check.skip(`there is no database at ${installation.databaseFile}`)];
  if (problems.length === 0) return [check.pass('whole, by its own integrity check')];
  return [check.fail(`${installation.databaseFile}: ${problems.join('; ')}`, FIX)];
}
