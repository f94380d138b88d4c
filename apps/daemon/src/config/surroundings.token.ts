/** Injection token of `Surroundings`. */
export const SURROUNDINGS = Symbol('Surroundings');
