/** An endpoint's address, split into what is sent and what may be shown. */
export interface EndpointUrl {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Scheme, host and port alone: paths and queries of RPC providers hold keys. */
  readonly label: string;
}

/** Reads an http or https URL; credentials in it become a Basic `Authorization` header (RFC 7617). Throws RangeError for any other. */
export function parseEndpointUrl(text: string): EndpointUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new RangeError('an RPC endpoint must be an http or https URL');
  }
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const hasCredentials = username !== '' || password !== '';
  const basic = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`, 'utf8').toString('base64');
  return {
    url: url.href,
    headers: { 'content-type': 'application/json', ...(hasCredentials ? { authorization: `Basic ${basic}` } : {}) },
    label: url.origin,
  };
}
