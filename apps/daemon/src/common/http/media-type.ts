import type { IncomingHttpHeaders } from 'node:http';
import { hasBearer } from '../auth/credentials.js';

/**
 * Whether a non-empty body of this type is read as JSON.
 *
 * `application/x-www-form-urlencoded` passes for plain `curl -d` alone: with a credential a browser cannot attach by itself, and
 * without the headers a browser always adds. Otherwise an HTML form could post JSON without a preflight.
 */
export function isReadAsJson(contentType: string | undefined, headers: IncomingHttpHeaders): boolean {
  const [type = '', ...parameters] = (contentType ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  if (!isIdentity(headers['content-encoding']) || !isUtf8(parameters)) return false;
  if (type === 'application/json') return true;
  return type === 'application/x-www-form-urlencoded' && isCommandLine(headers);
}

function isCommandLine(headers: IncomingHttpHeaders): boolean {
  const hasCredential = headers['x-master-password'] !== undefined || hasBearer(headers);
  return hasCredential && headers.origin === undefined && headers.cookie === undefined;
}

function isIdentity(encoding: string | undefined): boolean {
  return encoding === undefined || encoding.trim().toLowerCase() === 'identity';
}

function isUtf8(parameters: readonly string[]): boolean {
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  return charset === undefined || /^charset="?utf-?8"?$/.test(charset);
}
