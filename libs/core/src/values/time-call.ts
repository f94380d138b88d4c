/** Runs a call to the world outside and lets somebody count it: how long it took, and whether there was an answer. Changes nothing about it. */
export type TimeCall = <T>(run: () => Promise<T>) => Promise<T>;
