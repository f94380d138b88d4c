import { SetMetadata } from '@nestjs/common';

const ALSO_ANSWERS = 'waiaas:also-answers';

/** A status this handler sets by itself, beside its usual one and the refusals, for the generated documentation. */
export function AlsoAnswers(status: number): MethodDecorator {
  return SetMetadata(ALSO_ANSWERS, status);
}

export function alsoAnswered(handler: object): number | undefined {
  return Reflect.getMetadata(ALSO_ANSWERS, handler) as number | undefined;
}
