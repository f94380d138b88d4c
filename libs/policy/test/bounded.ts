/** A property that is tried so often, or for two seconds on a busy machine, whichever ends first. */
export function bounded(numRuns: number): { readonly numRuns: number; readonly interruptAfterTimeLimit: number } {
  return { numRuns, interruptAfterTimeLimit: 2000 };
}
