import { createStore } from './store';

interface Question {
  readonly answer: (isProven: boolean) => void;
}

interface Token {
  readonly value: string;
  readonly expiresAt: number;
}

/** Some seconds early, so that it does not end on the way. */
const MARGIN_SECONDS = 5;

// In the memory of this page alone: never in storage, never in a cache.
let token: Token | undefined;
const question = createStore<Question | undefined>(undefined);

/** The password again, for acts that a cookie does not open. One question at a time; all who wait get its answer. */
export const stepUp = {
  question,
  headers(): Readonly<Record<string, string>> {
    if (token === undefined || token.expiresAt - MARGIN_SECONDS <= Date.now() / 1000) return {};
    return { 'X-WAIaaS-Step-Up': token.value };
  },
  /** Resolves with whether the password was given. */
  async ask(): Promise<boolean> {
    token = undefined;
    const pending = question.get();
    return new Promise((resolve) => {
      question.set({
        answer: (isProven) => {
          pending?.answer(isProven);
          resolve(isProven);
        },
      });
    });
  },
  prove(value: string, expiresAt: number): void {
    token = { value, expiresAt };
    stepUp.close(true);
  },
  close(isProven: boolean): void {
    const open = question.get();
    question.set(undefined);
    open?.answer(isProven);
  },
  forget(): void {
    token = undefined;
    stepUp.close(false);
  },
};
