import { validationError, type FieldIssue } from '@waiaas/core';

/**
 * The query of a request: every parameter once, as text. `walletId` and `wallet_id` are one parameter, readable by either name.
 * Throws `VALIDATION_FAILED` where one is repeated, since two readers could take different ones.
 */
export function normalizeQuery(query: unknown): Record<string, string> {
  const entries = Object.entries((query ?? {}) as Record<string, string | string[]>);
  const issues = entries.flatMap(([name, value]): FieldIssue[] => (typeof value === 'string' ? [] : [repeated(name)]));
  if (issues.length > 0) throw validationError(issues);
  const single = Object.fromEntries(entries) as Record<string, string>;
  const { walletId, wallet_id: walletIdInSnakeCase, ...rest } = single;
  if (walletId !== undefined && walletIdInSnakeCase !== undefined) throw validationError([repeated('walletId')]);
  const wallet = walletId ?? walletIdInSnakeCase;
  return wallet === undefined ? rest : { ...rest, walletId: wallet, wallet_id: wallet };
}

function repeated(name: string): FieldIssue {
  const path = /^[A-Za-z0-9_.-]{1,64}$/.test(name) ? name : '?';
  return { path, code: 'repeated', message: 'must be given once' };
}
