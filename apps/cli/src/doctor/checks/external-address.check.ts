import { connect } from 'node:net';
import { type DoctorTarget, portOf } from '../target.js';
import { Check, type CheckResult } from '../verdict.js';

const check = new Check('external-address', 'What answers on an address of the machine that others know, answers others.');
const WAIT_MS = 3000;

/** Knocks at every address of this machine but loopback, as a neighbour would. */
export async function checkExternalAddress({ ownAddresses, url, inContainer }: DoctorTarget): Promise<readonly CheckResult[]> {
  if (inContainer) return [check.skip('seen from inside a container', 'Run doctor on the machine itself too.')];
  const port = portOf(url);
  const answers = await Promise.all(ownAddresses.map(async (address) => ((await isOpen(address, port)) ? [address] : [])));
  const open = answers.flat();
  if (open.length > 0) {
    const fix = 'Publish the port as 127.0.0.1:3100:3100 and unset WAIAAS_DAEMON_HOSTNAME; then knock again.';
    return [check.fail(`port ${port} takes connections on ${open.join(', ')}`, fix)];
  }
  return [
    check.pass(ownAddresses.length === 0 ? 'the machine has no address but loopback' : `refused on ${ownAddresses.join(', ')}`),
  ];
}

function isOpen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: WAIT_MS });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}
