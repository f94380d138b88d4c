/** Whether a password opens the vault. Dear (Argon2id): callers stand behind the success cache and the lockout. */
export abstract class PasswordVerifier {
  abstract verifyPassword(password: string): Promise<boolean>;
}
