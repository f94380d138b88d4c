import { uuidv7 } from 'uuidv7';

/** New row ids: UUIDv7, lower case, growing with time, so that a cursor by id is a cursor by time. */
export abstract class IdSource {
  abstract next(): string;
}

export class UuidV7Source extends IdSource {
  override next(): string {
    return uuidv7();
  }
}
