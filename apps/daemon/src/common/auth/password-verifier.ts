/** Whether a password opens the vault. Dear (Argon2id): callers stand behind the success cache and the lockout. */
export abstract class PasswordVerifier {
  abstract verifyPassword(password: string): Promise<boolean>;
  /** The next right password also opens the vault: one that is only remembered would leave it closed. */
  abstract isWaitingForPassword(): boolean;
}
