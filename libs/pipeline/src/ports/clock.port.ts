/** Time and ids come in from outside: the stages read neither a clock nor a random source. */
export interface ClockPort {
  nowSeconds(): number;
}

export interface IdPort {
  next(): string;
}
