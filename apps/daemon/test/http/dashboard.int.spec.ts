import { once } from 'node:events';
import { get as getBytes, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHarness, type TestDaemon } from './harness.js';
import { call, raw } from './http-client.js';

let daemon: TestDaemon;
beforeAll(async () => {
  daemon = await startHarness({ isWhole: true, settings: { 'security.rate_limit_global_ip_rpm': '100000' } });
});
afterAll(() => daemon.close());

const get = (path: string) => call(daemon.port, { path });

async function bytesOf(url: string, accepted: string): Promise<{ headers: IncomingHttpHeaders; content: Buffer }> {
  const [answer] = (await once(getBytes(url, { headers: { 'accept-encoding': accepted }, agent: false }), 'response')) as [
    IncomingMessage,
  ];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return { headers: answer.headers, content: Buffer.concat(chunks) };
}

describe('the pages under /admin/', () => {
  it.each(['/admin/', '/admin/index.html', '/admin/wallets/0198f1aa', '/admin/a.b/c'])(
    '%s is the page, under a policy that lets nothing in from elsewhere',
    async (path) => {
      const { status, headers, text } = await get(path);
      expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, 'text/html; charset=utf-8', 'no-store']);
      expect(text).toContain('<!doctype html>');
      expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['x-frame-options']).toBe('DENY');
    },
  );

  it('has every asset the page names, kept for ever, and no other', async () => {
    const { text } = await get('/admin/');
    const assets = [...text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(assets.length).toBeGreaterThan(0);
    for (const asset of assets) {
      const { status, headers } = await get(asset);
      expect([asset, status, headers['cache-control']]).toEqual([asset, 200, 'public, max-age=31536000, immutable']);
    }
    expect((await get('/admin/assets/none.js')).status).toBe(404);
  });

  it.each([
    ['gzip, br', 'br', brotliDecompressSync],
    ['gzip, br;q=0', 'gzip', gunzipSync],
    ['identity', undefined, (content: Buffer) => content],
  ])('to whoever accepts %s it is sent as %s, and says the same', async (accepted, encoding, read) => {
    const plain = await get('/admin/');
    const url = `http://127.0.0.1:${String(daemon.port)}/admin/`;
    const { headers, content } = await bytesOf(url, accepted);
    expect([headers['content-encoding'], headers.vary, headers['cache-control']]).toEqual([
      encoding,
      'Accept-Encoding',
      'no-store',
    ]);
    expect(read(content).toString()).toBe(plain.text);
  });

  it.each(['/admin/assets/../../package.json', '/admin/%2e%2e/package.json', '/admin/assets/%2e%2e%2f%2e%2e%2fpackage.json'])(
    '%s leads nowhere else',
    async (path) => {
      const request = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${daemon.port}\r\nConnection: close\r\n\r\n`;
      const { text } = await raw(daemon.port, request);
      expect(text).not.toContain('"dependencies"');
    },
  );
});
