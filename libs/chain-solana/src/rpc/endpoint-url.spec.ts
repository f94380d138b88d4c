import { describe, expect, it } from 'vitest';
import { parseEndpointUrl } from './endpoint-url.js';

describe('parseEndpointUrl', () => {
  it('shows scheme, host and port alone, since the rest may be a key', () => {
    const { label, url } = parseEndpointUrl('https://rpc.example:8899/v2/secret-key?token=abc');
    expect(label).toBe('https://rpc.example:8899');
    expect(url).toBe('https://rpc.example:8899/v2/secret-key?token=abc');
  });

  it('sends credentials as a header and takes them out of the address', () => {
    const { url, headers } = parseEndpointUrl('http://us%40er:p%3Ass@127.0.0.1:8899');
    expect(url).toBe('http://127.0.0.1:8899/');
    expect(headers).toEqual({ authorization: `Basic ${Buffer.from('us@er:p:ss').toString('base64')}` });
  });

  it.each(['ftp://x', 'localhost:8899', '', 'ws://127.0.0.1'])('refuses %j without repeating it', (text) => {
    expect(() => parseEndpointUrl(text)).toThrow(/^an RPC endpoint is an http or https URL$/);
  });
});
