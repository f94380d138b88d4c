import { Body, Controller, Get, Post } from '@nestjs/common';
import { IsString } from 'class-validator';
import { afterEach, describe, expect, it } from 'vitest';
import { Auth } from '../../src/common/auth/auth.decorator.js';
import { Nested } from '../../src/common/validation/nested.decorator.js';
import { IsAmount } from '../../src/common/validation/value.decorators.js';
import { startHarness, type TestDaemon } from './harness.js';
import { call } from './http-client.js';

interface Shape {
  readonly name: string;
}

class InnerDto {
  @IsString() name!: string;
}

class OuterDto {
  @IsAmount() amount!: string;
  @Nested(() => InnerDto) inner!: InnerDto;
}

@Controller('v1/open')
class OpenController {
  @Get()
  open(): void {
    return;
  }
}

@Controller('v1/unchecked')
class UncheckedController {
  @Post()
  @Auth('master')
  take(@Body() _body: Shape): void {
    return;
  }
}

@Controller()
class TwiceController {
  @Get('v1/polymarket/events')
  @Auth('public')
  events(): void {
    return;
  }
}

@Controller('v1/documented')
class DocumentedController {
  @Post(':id')
  @Auth('owner|master', { action: 'verify' })
  take(@Body() body: OuterDto): OuterDto {
    return body;
  }
}

let daemon: TestDaemon | undefined;
afterEach(async () => {
  await daemon?.close();
  daemon = undefined;
});

describe('the daemon does not start', () => {
  it('with a handler that declares no auth kind', async () => {
    await expect(startHarness({ controllers: [OpenController] })).rejects.toThrow('OpenController.open declares no auth kind');
  });

  it('with a body that no class checks', async () => {
    await expect(startHarness({ controllers: [UncheckedController] })).rejects.toThrow(
      'UncheckedController.take takes a body without a class',
    );
  });

  it('with a route that is both built and listed as not built', async () => {
    await expect(startHarness({ controllers: [TwiceController] })).rejects.toThrow(/v1\/polymarket\/events/);
  });
});

interface DocumentedPath {
  readonly get: { readonly parameters: readonly { readonly name: string }[] };
}

const readParameters = ({ get }: DocumentedPath): readonly string[] => get.parameters.map(({ name }) => name);

describe('GET /doc', () => {
  it('describes every route as it is declared and every body as it is checked', async () => {
    daemon = await startHarness({ controllers: [DocumentedController] });
    const { json } = await call(daemon.port, { path: '/doc' });
    expect(json.openapi).toBe('3.1.0');
    const operation = json.paths['/v1/documented/{id}'].post;
    expect(operation.security).toEqual([{ owner: [] }, { master: [] }, { adminLogin: [], csrf: [] }]);
    expect(operation.parameters).toEqual([{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]);
    expect(operation.requestBody.content['application/json'].schema).toEqual({ $ref: '#/components/schemas/OuterDto' });
    expect(json.components.schemas.OuterDto).toEqual({
      type: 'object',
      additionalProperties: false,
      required: ['amount', 'inner'],
      properties: { amount: { type: 'string', pattern: '^[0-9]{1,90}$' }, inner: { $ref: '#/components/schemas/InnerDto' } },
    });
    expect(json.components.schemas.InnerDto.properties).toEqual({ name: { type: 'string' } });
    expect(readParameters(json.paths['/v1/audit-logs'])).toContain('limit');
  });

  it('has an operation for every route of the whole daemon, each with its own id, and no reference to nothing', async () => {
    daemon = await startHarness({ isWhole: true });
    const { json, text } = await call(daemon.port, { path: '/doc' });
    const operations = Object.values(json.paths).flatMap((path: any) => Object.values(path)) as any[];
    expect(operations.length).toBeGreaterThan(100);
    expect(new Set(operations.map((operation) => operation.operationId)).size).toBe(operations.length);
    for (const [, name] of text.matchAll(/#\/components\/schemas\/([A-Za-z0-9]+)/g))
      expect(json.components.schemas).toHaveProperty(String(name));
  });

  it('asks for no member that may be left out, and lets null through where null clears', async () => {
    daemon = await startHarness({ isWhole: true });
    const { schemas } = (await call(daemon.port, { path: '/doc' })).json.components;
    expect(schemas.CreateWalletDto.required).toEqual(['name']);
    expect(schemas.ImportWalletDto.required.toSorted()).toEqual(['name', 'secret']);
    expect(schemas.EvaluatePolicyDto.required).toEqual(['request']);
    expect(schemas.SetOwnerDto.required).toEqual(['owner_address']);
    expect(schemas.SetOwnerDto.properties.approval_method.anyOf).toContainEqual({ type: 'null' });
    expect(schemas.CreateSessionDto.properties.constraints).toEqual({ type: 'object' });
  });

  it('names the statuses that are answered, and both names of the wallet in a query', async () => {
    daemon = await startHarness({ isWhole: true });
    const { paths } = (await call(daemon.port, { path: '/doc' })).json;
    const statuses = (path: string, method: string) => Object.keys(paths[path][method].responses);
    expect(statuses('/v1/wallets', 'post')).toEqual(['201', 'default']);
    expect(statuses('/v1/transactions/sign', 'post')).toEqual(['200', 'default']);
    expect(statuses('/v1/webhooks/{id}', 'delete')).toEqual(['204', 'default']);
    expect(statuses('/v1/wallets/{id}/owner', 'delete')).toEqual(['200', '202', 'default']);
    expect(statuses('/ready', 'get')).toEqual(['200', '503', 'default']);
    expect(readParameters(paths['/v1/wallet/address'])).toEqual(expect.arrayContaining(['walletId', 'wallet_id']));
  });
});
