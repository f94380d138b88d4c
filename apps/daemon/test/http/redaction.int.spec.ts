import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { IsString } from 'class-validator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Auth } from '../../src/common/auth/auth.decorator.js';
import { PASSWORD, startHarness, type TestDaemon } from './harness.js';
import { call, raw } from './http-client.js';

const SECRET = 'hunter2-hunter2-hunter2';

class LeakyDto {
  @IsString() note!: string;
}

@Controller('v1/leaky')
class LeakyController {
  /** Fails the way libraries do: with everything they were given in the message and on the error. */
  @Post()
  @Auth('master')
  fail(@Body() body: LeakyDto): never {
    const error = new Error(`cannot reach https://user:${SECRET}@rpc.example/${SECRET}?key=${SECRET} with wai_sess_${SECRET}`);
    throw Object.assign(error, { request: body, cause: new Error(SECRET) });
  }

  @Get()
  @Auth('public')
  query(@Query() _query: LeakyDto): void {
    return;
  }
}

let daemon: TestDaemon;
beforeAll(async () => {
  daemon = await startHarness({ controllers: [LeakyController], settings: { 'security.rate_limit_global_ip_rpm': '10000' } });
});
afterAll(() => daemon.close());

it('repeats no secret of a request, wherever it stands, in an answer, the log or the audit chain', async () => {
  const master = { 'x-master-password': PASSWORD };
  const json = { 'content-type': 'application/json' };
  const { token } = await daemon.session();
  expect((await call(daemon.port, { path: '/v1/probe/master', headers: master })).status).toBe(200);
  const answers = [
    await call(daemon.port, { path: '/v1/probe/master', headers: { 'x-master-password': SECRET } }),
    await call(daemon.port, { path: '/v1/probe/session', headers: { authorization: `Bearer wai_sess_${SECRET}` } }),
    await call(daemon.port, {
      method: 'POST',
      path: '/v1/probe/owner',
      headers: { 'x-owner-signature': SECRET, 'x-owner-message': SECRET, 'x-owner-address': SECRET },
    }),
    await call(daemon.port, { path: '/health', headers: { host: SECRET } }),
    await call(daemon.port, { path: '/health', headers: { origin: `https://${SECRET}` } }),
    await call(daemon.port, { path: '/health', headers: { cookie: SECRET, 'x-request-id': `${SECRET} `.repeat(4) } }),
    await call(daemon.port, { path: `/${SECRET}?${SECRET}=${SECRET}` }),
    await call(daemon.port, { path: `/v1/leaky?note=${SECRET}&note=${SECRET}` }),
    await raw(daemon.port, `${SECRET} / HTTP/1.1\r\n\r\n`),
    await call(daemon.port, { method: 'POST', path: '/v1/leaky', headers: { ...master, ...json }, body: `{"note":"${SECRET}"` }),
    await call(daemon.port, {
      method: 'POST',
      path: '/v1/leaky',
      headers: { ...master, ...json },
      body: JSON.stringify({ note: 1, other: SECRET }),
    }),
    await call(daemon.port, {
      method: 'POST',
      path: '/v1/leaky',
      headers: { ...master, ...json },
      body: JSON.stringify({ note: SECRET }),
    }),
  ];
  expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401, 421, 403, 200, 404, 400, 400, 400, 400, 500]);
  expect(answers.at(-1)?.json).toEqual({
    code: 'INTERNAL_ERROR',
    message: 'Internal error.',
    retryable: false,
    requestId: expect.any(String),
  });
  expect(daemon.log()).toContain(answers.at(-1)?.json.requestId);
  const audit = JSON.stringify(await daemon.database.client.auditLog.findMany(), (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  expect(audit).toContain('MASTER_AUTH_FAILED');
  const output = [...answers.map((answer) => `${JSON.stringify(answer.headers)}${answer.text}`), daemon.log(), audit].join('\n');
  for (const secret of [SECRET, PASSWORD, token]) expect(output).not.toContain(secret);
});
