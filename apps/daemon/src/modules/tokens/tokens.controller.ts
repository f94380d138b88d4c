import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import type { AddTokenResponse, RemoveTokenResponse, ResolvedTokenResponse, TokenListResponse } from '@waiaas/api-types';
import { canonicalAddress, DomainError, type Network, resolveNetwork, tokenAssetId } from '@waiaas/core';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { AddTokenDto, ListTokensQuery, RemoveTokenDto, ResolveTokenQuery } from './dto/token.dto.js';
import { TokensService } from './tokens.service.js';

@Controller('v1/tokens')
export class TokensController {
  constructor(private readonly tokens: TokensService) {}

  @Get()
  @Auth('session|master')
  async list(@Query() query: ListTokensQuery): Promise<TokenListResponse> {
    const network = networkNamed(query.network);
    const tokens = (await this.tokens.list(network.name)).map(({ address, symbol, name, decimals, source }) => ({
      address,
      symbol,
      name,
      decimals,
      source,
      assetId: tokenAssetId(network, address),
      chainId: network.caip2,
    }));
    return { network: network.name, tokens };
  }

  @Get('resolve')
  @Auth('session|master')
  async resolve(@Query() query: ResolveTokenQuery): Promise<ResolvedTokenResponse> {
    const network = networkNamed(query.network);
    const { symbol, name, decimals, address } = await this.tokens.resolve(network.name, addressOn(network, query.address));
    return { symbol, name, decimals, address, network: network.name };
  }

  @Post()
  @HttpCode(201)
  @Auth('master', { stepUp: true })
  async add(@Body() dto: AddTokenDto, @CurrentActor() actor: Actor): Promise<AddTokenResponse> {
    const network = networkNamed(dto.network);
    const address = addressOn(network, dto.address);
    const { symbol, name, decimals } = dto;
    const id = await this.tokens.add(network, { address, symbol, name, decimals }, actor);
    return { id, network: network.name, address, symbol };
  }

  @Delete()
  @Auth('master', { stepUp: true })
  async remove(@Body() dto: RemoveTokenDto, @CurrentActor() actor: Actor): Promise<RemoveTokenResponse> {
    const network = networkNamed(dto.network);
    const address = addressOn(network, dto.address);
    return { removed: await this.tokens.remove(network.name, address, actor), network: network.name, address };
  }
}

function networkNamed(input: string): Network {
  const network = resolveNetwork(input);
  if (network === undefined) throw new Error('the name passed validation');
  return network;
}

function addressOn(network: Network, input: string): string {
  const address = canonicalAddress(network.chain, input);
  if (address === undefined) throw new DomainError('INVALID_ADDRESS');
  return address;
}
