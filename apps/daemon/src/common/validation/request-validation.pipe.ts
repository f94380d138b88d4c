import { Injectable, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { DomainError, isUuid, validationError } from '@waiaas/core';
import { isPlainObject } from './plain-object.js';
import { requestIssues, withFurtherIssues, type FurtherIssues } from './request-issues.js';

const STRICT = {
  whitelist: true,
  forbidUnknownValues: true,
  transform: true,
  transformOptions: { enableImplicitConversion: false, exposeUnsetFields: false },
  validationError: { target: false, value: false },
  exceptionFactory: requestIssues,
} as const;

/** Path parameters that are row ids wherever they occur. */
const ID_PARAMETERS: ReadonlySet<string> = new Set(['id', 'walletId', 'sessionId']);

/**
 * Validates what is read from a request against the class its handler declares: unknown body members are refused at every depth,
 * unknown query parameters are dropped, nothing is converted, and no answer repeats a value.
 */
@Injectable()
export class RequestValidationPipe extends ValidationPipe {
  readonly #query = new ValidationPipe(STRICT);

  constructor() {
    super({ ...STRICT, forbidNonWhitelisted: true });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'param') return refuseMalformedId(value, metadata.data);
    if (metadata.type === 'query') return metadata.data === undefined ? this.#query.transform(value, metadata) : value;
    try {
      return (await super.transform(value, metadata)) as unknown;
    } catch (error) {
      throw error instanceof DomainError ? alsoNaming(error, value, metadata.metatype as FurtherIssues | undefined) : error;
    }
  }
}

/** A body whose parts are judged by somebody else has all its issues told at once: those of its class, and those of its parts. */
function alsoNaming(error: DomainError, body: unknown, type: FurtherIssues | undefined): DomainError {
  if (!isPlainObject(body) || type?.furtherIssues === undefined) return error;
  return withFurtherIssues(error, type.furtherIssues(body));
}

function refuseMalformedId(value: unknown, name: string | undefined): unknown {
  const isMalformed = name !== undefined && ID_PARAMETERS.has(name) && !(typeof value === 'string' && isUuid(value));
  if (isMalformed) throw validationError([{ path: name, code: 'isId', message: 'must be a lower-case UUID' }]);
  return value;
}
