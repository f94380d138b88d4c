import { probe } from '../http-probe.js';
import type { DoctorTarget } from '../target.js';
import { Check, type CheckResult, reasonOf } from '../verdict.js';

interface Finding {
  readonly severity: 'info' | 'warning' | 'critical';
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

const WHY = 'It is what the daemon itself has seen of its exposure.';
const check = new Check('exposure', WHY);

/** The daemon's own report, for whoever has the master password. */
export async function checkExposure({ url, password }: DoctorTarget): Promise<readonly CheckResult[]> {
  if (password === undefined) {
    return [check.skip('needs the master password', 'Name its file in WAIAAS_MASTER_PASSWORD_FILE for the run of doctor.')];
  }
  try {
    const { status, body } = await probe(url, {
      path: '/v1/exposure',
      headers: { host: url.host, 'x-master-password': password.value },
    });
    if (status !== 200) return [check.warn(`the report is refused with ${status}`, 'Is the password the one in force?')];
    const { findings } = JSON.parse(body) as { findings: readonly Finding[] };
    const serious = findings.filter(({ severity }) => severity !== 'info');
    return serious.length === 0 ? [check.pass('the daemon finds nothing wrong with its own exposure')] : serious.map(resultOf);
  } catch (error) {
    return [check.skip(`there is no report (${reasonOf(error)})`)];
  }
}

function resultOf({ severity, code, message, fix }: Finding): CheckResult {
  const text = `${code}: ${message}`;
  return severity === 'critical' ? check.fail(text, fix) : check.warn(text, fix);
}
