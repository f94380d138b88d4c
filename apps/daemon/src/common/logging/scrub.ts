const MAX_LENGTH = 4000;

/**
 * Takes out of a text what must not be printed: session tokens, anything after the host of a URL (providers put keys into paths
 * and queries), credentials in URLs, and long runs that could be keys.
 */
export function scrub(text: string): string {
  return text
    .slice(0, MAX_LENGTH)
    .replaceAll(/wai_sess_[A-Za-z0-9._-]*/g, 'wai_sess_[redacted]')
    .replaceAll(/\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9._-]*/g, '[redacted]')
    .replaceAll(/\b(https?|wss?):\/\/(?:[^\s/@"']*@)?([^\s/?#"')]+)[^\s"')]*/gi, '$1://$2')
    .replaceAll(/\b(?:0x)?[0-9a-f]{64,}\b/gi, '[redacted]');
}
