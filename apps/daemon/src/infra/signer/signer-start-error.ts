/** Why the keys could not be opened at start, in one line that says what to do. Holds no secret. */
export class SignerStartError extends Error {
  constructor(
    readonly reason: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'SignerStartError';
  }
}
