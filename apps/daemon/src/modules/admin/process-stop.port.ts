/** Asks the process to end in order. Returns at once; the ending itself drains first. */
export abstract class ProcessStop {
  abstract request(): void;
}

/** The way every operator stops the daemon, so that there is one path to the end and no second one to keep right. */
export class SignalToSelf extends ProcessStop {
  override request(): void {
    process.kill(process.pid, 'SIGTERM');
  }
}
