/** What the shell learns. Usage covers arguments, settings and the environment: nothing was started. */
export const EXIT_CODE = { ok: 0, failure: 1, usage: 2 } as const;

export type ExitCode = (typeof EXIT_CODE)[keyof typeof EXIT_CODE];
