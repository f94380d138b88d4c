/** Something the user can act on: shown without a stack. */
export class SetupError extends Error {}

export const say = (line) => process.stderr.write(`waiaas: ${line}\n`);

/** Runs a program of this folder: a SetupError ends it with its message and exit code 1, anything else is a bug and shows its stack. */
export async function runTool(main) {
  try {
    return await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    for (const line of error.message.split('\n')) say(line);
    process.exit(1);
  }
}
