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

/** A request, one instruction of a batch, or the batch as a whole: whatever may say what an action is about. */
export interface ActionPart {
  readonly part: PolicyRequest;
  /** Where a finding about it points: nowhere for a whole batch. */
  readonly at: { readonly operation?: string };
}

/** Everything that may say what an action is about. What a batch says of itself is said beside what its instructions say. */
export function actionPartsOf(request: PolicyRequest): readonly ActionPart[] {
  const parts = partsOf(request).map(({ part, path }): ActionPart => ({ part, at: { operation: path } }));
  return request.type === 'BATCH' ? [{ part: request, at: {} }, ...parts] : parts;
}
