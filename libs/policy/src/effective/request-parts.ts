import type { PolicyRequest } from '../request.js';

/** A request, or one instruction of a batch, with the path its operation has. */
export interface RequestPart {
  readonly part: PolicyRequest;
  readonly path: string;
}

/** What a request asks for one by one: itself, or each instruction of a batch. */
export function partsOf(request: PolicyRequest): readonly RequestPart[] {
  const parts = request.instructions ?? [];
  if (parts.length === 0) return [{ part: request, path: '0' }];
  return parts.map((part, index) => ({ part, path: String(index) }));
}
