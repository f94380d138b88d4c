import { isLoopback } from '../addresses.js';
import { listeningSockets } from '../listening-sockets.js';
import { type DoctorTarget, portOf } from '../target.js';
import { Check, type CheckResult, reasonOf } from '../verdict.js';

const check = new Check('listeners', 'What listens on another address than loopback can be reached by other machines.');
const FIX = 'Unset WAIAAS_DAEMON_HOSTNAME and WAIAAS_DAEMON_ALLOW_NON_LOOPBACK, or publish the port as 127.0.0.1:3100:3100.';

/** On which addresses of this machine the port of the API is listened on, whoever does. */
export async function checkListeners({ procRoot, url, inContainer }: DoctorTarget): Promise<readonly CheckResult[]> {
  const port = portOf(url);
  try {
    const sockets = (await listeningSockets(procRoot)).filter((socket) => socket.port === port);
    const open = sockets.filter(({ address }) => !isLoopback(address)).map(({ address }) => address);
    if (sockets.length === 0) return [check.skip(`nothing on this machine listens on port ${port}`)];
    if (open.length === 0) return [check.pass(`port ${port} is listened on loopback alone`)];
    if (inContainer)
      return [check.pass(`port ${port} is listened on ${open.join(', ')} of this container; how it is published decides`)];
    return [check.fail(`port ${port} is listened on ${open.join(', ')}`, FIX)];
  } catch (error) {
    return [check.skip(`the sockets of this machine cannot be read (${reasonOf(error)})`)];
  }
}
