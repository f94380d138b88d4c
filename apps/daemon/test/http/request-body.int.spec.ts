import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { IsInt, IsString, MaxLength } from 'class-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Auth } from '../../src/common/auth/auth.decorator.js';
import { Nested, NestedList } from '../../src/common/validation/nested.decorator.js';
import { Optional } from '../../src/common/validation/optional.decorator.js';
import { QueryBoolean, QueryInteger } from '../../src/common/validation/query.decorators.js';
import { IsAmount, IsHumanAmount, IsId, IsNetwork } from '../../src/common/validation/value.decorators.js';
import { PASSWORD, startHarness, type TestDaemon } from './harness.js';
import { call, raw, type Answer } from './http-client.js';

class TokenDto {
  @IsString() @MaxLength(64) address!: string;
  @IsInt() decimals!: number;
}

class EchoDto {
  @Optional() @IsString() name?: string;
  @Optional() @IsInt() count?: number;
  @Optional() @IsId() walletId?: string;
  @Optional() @IsAmount() amount?: string;
  @Optional() @IsHumanAmount() humanAmount?: string;
  @Optional() @IsNetwork() network?: string;
  @Optional() @Nested(() => TokenDto) token?: TokenDto;
  @Optional() @NestedList(() => TokenDto, { min: 1, max: 2 }) tokens?: TokenDto[];
}

class EchoQuery {
  @Optional() @IsId() walletId?: string;
  @Optional() @QueryInteger(1, 200) limit?: number;
  @Optional() @QueryBoolean() full?: boolean;
}

@Controller('v1/test')
class EchoController {
  @Post('echo')
  @Auth('master')
  echo(@Body() body: EchoDto): { body: EchoDto; isDto: boolean } {
    return { body, isDto: body instanceof EchoDto };
  }

  @Get('query')
  @Auth('master')
  query(@Query() query: EchoQuery): EchoQuery {
    return query;
  }

  @Get('rows/:id')
  @Auth('master')
  row(@Param('id') id: string): { id: string } {
    return { id };
  }

  @Put('plain')
  @Auth('master')
  plain(): { ok: true } {
    return { ok: true };
  }

  @Delete('plain')
  @Auth('master')
  remove(): { ok: true } {
    return { ok: true };
  }
}

const MASTER = { 'x-master-password': PASSWORD };
const JSON_TYPE = { 'content-type': 'application/json' };
const ID = '0198f1aa-0000-7000-8000-000000000001';

let daemon: TestDaemon;
beforeAll(async () => {
  daemon = await startHarness({ controllers: [EchoController], settings: { 'security.rate_limit_master_rpm': '10000' } });
});
afterAll(() => daemon.close());

const send = (body: string | Buffer, headers: Record<string, string> = JSON_TYPE): Promise<Answer> =>
  call(daemon.port, { method: 'POST', path: '/v1/test/echo', headers: { ...MASTER, ...headers }, body });
const sendJson = (value: unknown): Promise<Answer> => send(JSON.stringify(value));
const issuesOf = (answer: Answer): string[] => answer.json.details.issues.map((issue: any) => `${issue.path} ${issue.code}`);

describe('a body', () => {
  it('is read as JSON with any spelling of the type', async () => {
    for (const type of ['application/json', 'Application/JSON; charset=UTF-8', 'application/json;charset="utf-8"']) {
      const answer = await send('{"name":"é"}', { 'content-type': type });
      expect(answer.json).toEqual({ body: { name: 'é' }, isDto: true });
    }
  });

  it('that is empty counts as {} whatever its type', async () => {
    for (const type of ['application/json', 'text/html', 'nonsense', 'multipart/form-data']) {
      expect((await send('', { 'content-type': type })).json).toEqual({ body: {}, isDto: true });
    }
    expect((await send('', {})).json.body).toEqual({});
  });

  it.each([
    'text/plain',
    'text/json',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'nonsense',
    'application/json-patch+json',
  ])('of type %s is refused', async (type) => {
    expect(await send('{}', { 'content-type': type })).toMatchObject({ status: 415, json: { code: 'UNSUPPORTED_MEDIA_TYPE' } });
  });

  it('without a type, or compressed, is refused', async () => {
    expect((await send('{}', {})).status).toBe(415);
    expect((await send('{}', { ...JSON_TYPE, 'content-encoding': 'gzip' })).status).toBe(415);
  });

  it('of the type curl -d sends is read as JSON with a credential no browser attaches', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await send('{"name":"x"}', form)).json.body).toEqual({ name: 'x' });
    expect((await send('{"name":"x"}', { ...form, cookie: 'a=b' })).status).toBe(415);
    expect((await send('{"name":"x"}', { ...form, origin: `http://127.0.0.1:${daemon.port}` })).status).toBe(415);
    const anonymous = await call(daemon.port, { method: 'POST', path: '/v1/test/echo', headers: form, body: '{}' });
    expect(anonymous.status).toBe(415);
    const owner = await call(daemon.port, {
      method: 'POST',
      path: '/v1/test/echo',
      headers: { ...form, 'x-owner-message': 'm' },
      body: '{}',
    });
    expect(owner.status).toBe(415);
  });

  it('may have 256 KiB and not one byte more', async () => {
    const padded = (size: number) => `{"name":"x"${' '.repeat(size - 12)}}`;
    expect((await send(padded(256 * 1024))).status).toBe(201);
    expect(await send(padded(256 * 1024 + 1))).toMatchObject({ status: 413, json: { code: 'PAYLOAD_TOO_LARGE' } });
    const chunked = await raw(
      daemon.port,
      `POST /v1/test/echo HTTP/1.1\r\nHost: 127.0.0.1:${daemon.port}\r\nX-Master-Password: ${PASSWORD}\r\nContent-Type: application/json\r\n` +
        `Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n${(256 * 1024 + 1).toString(16)}\r\n${padded(256 * 1024 + 1)}\r\n0\r\n\r\n`,
    );
    expect(chunked.json.code).toBe('PAYLOAD_TOO_LARGE');
  });

  it.each(['{', '{"a":1', "{'a':1}", 'undefined', '{"a":1}x', '\u0000'])('that is no JSON (%j) is refused', async (text) => {
    expect(await send(text)).toMatchObject({ status: 400, json: { code: 'MALFORMED_JSON' } });
  });

  it('that is no UTF-8 is refused', async () => {
    expect((await send(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).json.code).toBe('MALFORMED_JSON');
  });

  it('that holds half a character is refused, in a value or a name, at any depth', async () => {
    expect(issuesOf(await send('{"name":"a\\ud800b"}'))).toEqual(['name wellFormed']);
    expect(issuesOf(await send('{"tokens":[{"address":"\\udc00"}]}'))).toEqual(['tokens.0.address wellFormed']);
    expect(issuesOf(await send('{"token":{"\\ud800":1}}'))).toEqual(['token.? wellFormed']);
    expect((await send('{"name":"\\ud83d\\ude00"}')).status).toBe(201);
  });

  it.each(['null', '[]', '1', '"x"', 'true'])('that is no object (%s) is refused', async (text) => {
    const answer = await send(text);
    expect([answer.status, issuesOf(answer)]).toEqual([400, [' isObject']]);
  });

  it('may be nested 32 deep and no deeper, and dangerous names are refused at any depth', async () => {
    const nest = (depth: number) => `{"name":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
    expect(issuesOf(await send(nest(32)))).toEqual(['name isString']);
    expect(issuesOf(await send(nest(33)))).toEqual([' maxDepth']);
    expect(issuesOf(await send(nest(60_000)))).toEqual([' maxDepth']);
    for (const text of ['{"__proto__":{}}', '{"constructor":1}', '{"token":{"__proto__":{"x":1}}}']) {
      expect(issuesOf(await send(text))[0]).toMatch(/forbiddenKey$/);
    }
    expect(({} as any).x).toBeUndefined();
  });

  it('is not read before its sender has proved who he is', async () => {
    const answer = await call(daemon.port, { method: 'POST', path: '/v1/test/echo', headers: JSON_TYPE, body: '{' });
    expect(answer.json.code).toBe('INVALID_MASTER_PASSWORD');
  });
});

describe('members of a body', () => {
  it('are refused when unknown, at every depth, by name and without their value', async () => {
    const answer = await sendJson({
      name: 'x',
      surprise: 'hunter2-top',
      token: { address: 'a', decimals: 1, extra: 'hunter2-nested' },
      tokens: [{ address: 'a', decimals: 1, more: 1 }],
    });
    expect(issuesOf(answer).sort()).toEqual(['surprise unknownField', 'token.extra unknownField', 'tokens.0.more unknownField']);
    expect(answer.text).not.toContain('hunter2');
  });

  it('that look like a value are not repeated as a name', async () => {
    const answer = await sendJson({ 'my secret phrase': 1 });
    expect(issuesOf(answer)).toEqual(['? unknownField']);
  });

  it('may be left out but not null', async () => {
    expect((await sendJson({})).status).toBe(201);
    expect(issuesOf(await sendJson({ name: null }))).toEqual(['name isString']);
    expect(issuesOf(await sendJson({ token: null }))).toContain('token isObject');
  });

  it('are not converted', async () => {
    for (const body of [{ count: '1' }, { count: 1.5 }, { name: 1 }, { walletId: 1 }, { amount: 1 }]) {
      expect((await sendJson(body)).status).toBe(400);
    }
  });

  it('that are objects are not arrays, and the other way round', async () => {
    expect(issuesOf(await sendJson({ token: [{ address: 'a', decimals: 1 }] }))).toContain('token isObject');
    expect((await sendJson({ tokens: { address: 'a', decimals: 1 } })).status).toBe(400);
    expect((await sendJson({ tokens: [] })).status).toBe(400);
    expect((await sendJson({ tokens: [[{ address: 'a', decimals: 1 }]] })).status).toBe(400);
    expect((await sendJson({ tokens: [{ address: 'a', decimals: 1 }] })).status).toBe(201);
  });

  it('name the nested member that is wrong and what it must be', async () => {
    const answer = await sendJson({ token: { address: 'a', decimals: 'six' } });
    expect(answer.json.details.issues).toEqual([{ path: 'token.decimals', code: 'isInt', message: 'must be an integer number' }]);
    expect(answer.json).toMatchObject({ code: 'VALIDATION_FAILED', message: 'The request is not valid.', retryable: false });
  });

  it.each([
    ['walletId', ID.toUpperCase()],
    ['walletId', 'x'],
    ['amount', '-1'],
    ['amount', '1.0'],
    ['amount', '1e3'],
    ['amount', (1n << 256n).toString()],
    ['humanAmount', '1,5'],
    ['humanAmount', '.5'],
    ['network', 'nowhere'],
  ])('%s is refused as %s', async (name, value) => {
    expect((await sendJson({ [name]: value })).status).toBe(400);
  });

  it.each([
    ['walletId', ID],
    ['amount', '0'],
    ['amount', ((1n << 256n) - 1n).toString()],
    ['humanAmount', '1.5'],
    ['network', 'eip155:8453'],
    ['network', 'devnet'],
  ])('%s passes as %s', async (name, value) => {
    expect((await sendJson({ [name]: value })).status).toBe(201);
  });
});

describe('a route without a body', () => {
  it('takes none, an empty object, and what the SDKs send', async () => {
    for (const method of ['PUT', 'DELETE']) {
      expect((await call(daemon.port, { method, path: '/v1/test/plain', headers: { ...MASTER, ...JSON_TYPE } })).status).toBe(
        200,
      );
      expect(
        (await call(daemon.port, { method, path: '/v1/test/plain', headers: { ...MASTER, ...JSON_TYPE }, body: '{}' })).status,
      ).toBe(200);
    }
    expect((await call(daemon.port, { path: `/v1/test/rows/${ID}`, headers: { ...MASTER, ...JSON_TYPE } })).json).toEqual({
      id: ID,
    });
  });

  it('refuses members', async () => {
    const answer = await call(daemon.port, {
      method: 'PUT',
      path: '/v1/test/plain',
      headers: { ...MASTER, ...JSON_TYPE },
      body: '{"x":1}',
    });
    expect(issuesOf(answer)).toEqual(['x unknownField']);
  });
});

describe('a query', () => {
  const ask = (query: string) => call(daemon.port, { path: `/v1/test/query?${query}`, headers: MASTER });

  it('takes walletId by both names and ignores what it does not know', async () => {
    expect((await ask(`walletId=${ID}&whatever=1`)).json).toEqual({ walletId: ID });
    expect((await ask(`wallet_id=${ID}&limit=200&full=true`)).json).toEqual({ walletId: ID, limit: 200, full: true });
  });

  it.each([
    `walletId=${ID}&walletId=${ID}`,
    `walletId=${ID}&wallet_id=${ID}`,
    'limit=1&limit=2',
    'limit=0',
    'limit=201',
    'limit=1e2',
    'limit=',
    'limit=+1',
    'walletId=x',
    'full=yes',
  ])('is refused as %s', async (query) => {
    expect(await ask(query)).toMatchObject({ status: 400, json: { code: 'VALIDATION_FAILED' } });
  });
});

describe('an id in a path', () => {
  it('is decoded once and must be a lower-case UUID', async () => {
    const ask = (id: string) => call(daemon.port, { path: `/v1/test/rows/${id}`, headers: MASTER });
    expect((await ask(ID)).status).toBe(200);
    expect((await ask(ID.replace('0', '%30'))).json).toEqual({ id: ID });
    for (const id of ['x', ID.toUpperCase(), `${ID}%20`, ID.replace('0', '%2530'), 'a%2Fb'])
      expect((await ask(id)).status).toBe(400);
  });
});
