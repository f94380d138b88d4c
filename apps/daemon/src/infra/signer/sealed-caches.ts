/** Who keeps a sealed value in memory hears of it when the rows were sealed anew: the old text opens only as long as its key is held. */
export class SealedCaches {
  readonly #forgetters: (() => void)[] = [];

  onReseal(forget: () => void): void {
    this.#forgetters.push(forget);
  }

  forget(): void {
    for (const forget of this.#forgetters) forget();
  }
}
