import { spawn } from 'node:child_process';

export interface HookRun {
  /** Longest run; then it is ended by force. */
  readonly timeoutMs: number;
  /** Ends it early. */
  readonly signal: AbortSignal;
}

/** Why a hook did not do its work, in a fixed word. */
export class HookError extends Error {
  constructor(readonly reason: 'HOOK_FAILED' | 'HOOK_TIMEOUT' | 'HOOK_STOPPED') {
    super(reason);
  }
}

/**
 * Runs the operator's program with the path of an archive as its one argument: no shell, no secret, nothing of this environment, no pipe to
 * wait for. When its time is up it ends with everything it has started, whatever it makes of signals: else the next backup never came.
 */
export async function runBackupHook(program: string, archive: string, { timeoutMs, signal }: HookRun): Promise<void> {
  if (signal.aborted) throw new HookError('HOOK_STOPPED');
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin' };
  const child = spawn(program, [archive], { env, stdio: 'ignore', detached: true, windowsHide: true });
  let ended: HookError['reason'] | undefined;
  const end = (why: HookError['reason']): void => {
    ended ??= why;
    endGroup(child.pid);
  };
  const timer = setTimeout(() => end('HOOK_TIMEOUT'), timeoutMs);
  const stop = (): void => end('HOOK_STOPPED');
  signal.addEventListener('abort', stop);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
  clearTimeout(timer);
  signal.removeEventListener('abort', stop);
  if (ended !== undefined) throw new HookError(ended);
  if (code !== 0) throw new HookError('HOOK_FAILED');
}

/** The program leads a group of its own, so this is all that it started and nobody else. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
