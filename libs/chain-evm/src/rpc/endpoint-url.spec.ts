import { describe, expect, it } from 'vitest';
import { parseEndpointUrl } from './endpoint-url.js';

describe('the address of an endpoint', () => {
  it('shows neither path, query nor credentials', () => {
    const { label, url } = parseEndpointUrl('https://user:pa%20ss@rpc.example:8443/v3/secret-key?token=t');
    expect(label).toBe('https://rpc.example:8443');
    expect(url).toBe('https://rpc.example:8443/v3/secret-key?token=t');
  });

  it('sends credentials of the URL as a basic authorization header', () => {
    const { headers } = parseEndpointUrl('https://user:pa%20ss@rpc.example');
    expect(headers['authorization']).toBe(`Basic ${Buffer.from('user:pa ss').toString('base64')}`);
    expect(parseEndpointUrl('https://rpc.example').headers).not.toHaveProperty('authorization');
  });

  it.each(['', 'rpc.example', 'ws://rpc.example', 'file:///etc/passwd', 'javascript:1'])('refuses %j', (text) => {
    expect(() => parseEndpointUrl(text)).toThrowError(RangeError);
  });
});
