import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** Stopped, or ended and not yet waited for. */
const HALTED: ReadonlySet<string> = new Set(['T', 'Z', 'X']);

/** Sends SIGSTOP and resolves once no thread runs any more: until then one may still answer. SIGCONT lets the process go on. */
export async function stopProcess(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  while (!(await isStopped(pid))) await pause(1);
}

/** By `/proc` (proc(5)). A thread that ends meanwhile has stopped as well. */
async function isStopped(pid: number): Promise<boolean> {
  const threads = await readdir(`/proc/${String(pid)}/task`);
  const states = await Promise.all(
    threads.map((thread) => readFile(`/proc/${String(pid)}/task/${thread}/stat`, 'utf8').then(stateOf, () => 'T')),
  );
  return states.every((state) => HALTED.has(state));
}

/** The name in brackets may hold anything, brackets too. */
function stateOf(stat: string): string {
  return stat.slice(stat.lastIndexOf(')') + 2).charAt(0);
}
