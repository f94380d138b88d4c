import { V7Generator } from 'uuidv7';

/** New row ids: UUIDv7, lower case, each above the one before, so that a cursor by id is a cursor by the order of events. */
export abstract class IdSource {
  abstract next(): string;
}

export interface IdInputs {
  /** Unix milliseconds. It may stand still and go back: ids do neither. */
  readonly nowMs: () => number;
  /** 32 random bits as an unsigned integer; the system's generator where it is left out. */
  readonly nextUint32?: () => number;
}

const SYSTEM: IdInputs = { nowMs: () => Date.now() };
const LAST_MS = 2 ** 48 - 1;
const TIME_DIGITS = 12;

/**
 * Ids grow whatever the clock does: set back, they go on from the newest one, and count until time has come there again. So an id says
 * what came after what; when it was is for `createdAt` to say.
 */
export class UuidV7Source extends IdSource {
  readonly #generator: V7Generator;

  constructor(private readonly inputs: IdInputs = SYSTEM) {
    super();
    const { nextUint32 } = inputs;
    this.#generator = nextUint32 === undefined ? new V7Generator() : new V7Generator({ nextUint32 });
    // By itself it begins anew where the clock goes back by more than ten seconds.
    this.#generator.setRollbackAllowance(LAST_MS);
  }

  override next(): string {
    return this.#generator.generateOrResetWithTs(this.inputs.nowMs()).toString();
  }

  /** Every id from now on sorts above this UUIDv7, whoever made it. */
  startAfter(id: string): void {
    const ms = Number.parseInt(id.replaceAll('-', '').slice(0, TIME_DIGITS), 16);
    this.#generator.generateOrResetWithTs(ms + 1);
  }
}
