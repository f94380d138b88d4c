import { createHmac } from 'node:crypto';

export interface SignedParts {
  /** 64 hex digits; their text is the key. */
  readonly secret: string;
  readonly body: string;
  /** Unix seconds of this attempt. */
  readonly timestamp: number;
}

/**
 * Both signatures of a delivery. The first covers the body alone and is kept for its readers; the second covers the time too, so that a
 * recorded delivery cannot be played again later.
 */
export function signatureHeaders({ secret, body, timestamp }: SignedParts): Readonly<Record<string, string>> {
  const hmac = (text: string): string => createHmac('sha256', secret).update(text, 'utf8').digest('hex');
  return {
    'x-waiaas-timestamp': String(timestamp),
    'x-waiaas-signature': `sha256=${hmac(body)}`,
    'x-waiaas-signature-v2': `t=${timestamp},v1=${hmac(`${timestamp}.${body}`)}`,
  };
}
