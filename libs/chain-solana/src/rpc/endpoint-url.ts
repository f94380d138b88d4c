/** An endpoint's address, split into what is sent and what may be shown. */
export interface EndpointUrl {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Scheme, host and port alone: paths and queries of RPC providers hold keys. */
  readonly label: string;
}

/** Reads an http or https URL; credentials in it become an RFC 7617 header. Throws RangeError, without the text, for any other. */
export function parseEndpointUrl(input: string): EndpointUrl {
  const url = URL.canParse(input) ? new URL(input) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    throw new RangeError('an RPC endpoint is an http or https URL');
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = '';
  url.password = '';
  const headers: Record<string, string> =
    credentials === ':' ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
  return { url: url.href, headers, label: url.origin };
}
