import { type DomainError, validationError } from '@waiaas/core';

/** Shape only: which addresses the name stands for is judged at every delivery, since it may change. */
export function checkWebhookUrl(text: string, allowPrivate: boolean): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !isScheme(url.protocol, allowPrivate)) {
    throw refused('scheme', allowPrivate ? 'must be an http or https URL' : 'must be an https URL');
  }
  if (`${url.username}${url.password}` !== '') throw refused('credentials', 'must hold no user name or password');
  if (url.hash !== '') throw refused('fragment', 'must have no fragment');
}

function isScheme(protocol: string, allowPrivate: boolean): boolean {
  return protocol === 'https:' || (allowPrivate && protocol === 'http:');
}

function refused(code: string, message: string): DomainError {
  return validationError([{ path: 'url', code, message }]);
}
