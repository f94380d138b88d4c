/** An absolute http or https URL; credentials in it are allowed (providers put keys there), so it is never printed. */
export function isHttpUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hash } = new URL(value);
  return (protocol === 'http:' || protocol === 'https:') && hash === '';
}

/** Scheme, host and port and nothing else, as browsers write an origin. */
export function isOrigin(value: string): boolean {
  return isHttpUrl(value) && new URL(value).origin === value;
}

/** A page on the web over TLS, where a path and a query may choose the network. */
export function isExplorerUrl(value: string): boolean {
  return isPlainHttpUrl(value) && new URL(value).protocol === 'https:';
}

/** A URL without credentials in it: those have settings of their own. */
export function isPlainHttpUrl(value: string): boolean {
  if (!isHttpUrl(value)) return false;
  const { username, password } = new URL(value);
  return username === '' && password === '';
}
