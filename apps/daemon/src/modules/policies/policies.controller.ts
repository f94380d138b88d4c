import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, UseInterceptors } from '@nestjs/common';
import type {
  DeletePolicyResponse,
  PolicyItem,
  PolicyListResponse,
  PolicyTypesResponse,
  PolicyVersionsResponse,
  SavedPolicyResponse,
} from '@waiaas/api-types';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { AddressWarnings } from './address-warnings.service.js';
import { CreatePolicyDto } from './dto/create-policy.dto.js';
import { ListPoliciesQuery } from './dto/list-policies.query.dto.js';
import { RollbackPolicyDto, UpdatePolicyDto } from './dto/update-policy.dto.js';
import { toPolicyItem, toPolicyVersionItem, toSavedPolicy } from './policies.mapper.js';
import { PoliciesService } from './policies.service.js';
import { PolicyChanges, type StoredPolicy } from './policy-changes.service.js';
import { policyTypes } from './policy-rules.js';
import { UpdateIssues } from './update-issues.interceptor.js';

const DEFAULT_LIMIT = 50;

/** Which change loosens cannot be told from the route, so a cookie needs the password again for each. */
@Controller('v1/policies')
export class PoliciesController {
  constructor(
    private readonly policies: PoliciesService,
    private readonly changes: PolicyChanges,
    private readonly addressWarnings: AddressWarnings,
  ) {}

  @Post()
  @HttpCode(201)
  @Auth('master', { stepUp: true })
  async create(@Body() dto: CreatePolicyDto, @CurrentActor() actor: Actor): Promise<SavedPolicyResponse> {
    return this.#saved(await this.changes.create(dto, actor));
  }

  @Get()
  @Auth('session|master')
  async list(@Query() query: ListPoliciesQuery, @CurrentActor() actor: Actor): Promise<PolicyListResponse> {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const offset = query.offset ?? 0;
    const page = await this.policies.list({ walletId: query.walletId ?? query.wallet_id, limit, offset }, actor);
    return { data: page.policies.map(toPolicyItem), total: page.total, limit, offset };
  }

  @Get('types')
  @Auth('session|master')
  types(): PolicyTypesResponse {
    return { types: [...policyTypes()] };
  }

  @Get(':id')
  @Auth('session|master')
  async get(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<PolicyItem> {
    return toPolicyItem(await this.policies.get(id, actor));
  }

  @Put(':id')
  @UseInterceptors(UpdateIssues)
  @Auth('master', { stepUp: true })
  async update(
    @Param('id') id: string,
    @Body() dto: UpdatePolicyDto,
    @CurrentActor() actor: Actor,
  ): Promise<SavedPolicyResponse> {
    return this.#saved(await this.changes.update(id, dto, actor));
  }

  @Delete(':id')
  @Auth('master', { stepUp: true })
  async delete(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<DeletePolicyResponse> {
    await this.changes.delete(id, actor);
    return { id, deleted: true };
  }

  @Get(':id/versions')
  @Auth('master')
  async versions(@Param('id') id: string): Promise<PolicyVersionsResponse> {
    return { data: (await this.policies.versions(id)).map(toPolicyVersionItem) };
  }

  @Post(':id/rollback')
  @HttpCode(200)
  @Auth('master', { stepUp: true })
  async rollback(
    @Param('id') id: string,
    @Body() dto: RollbackPolicyDto,
    @CurrentActor() actor: Actor,
  ): Promise<SavedPolicyResponse> {
    return this.#saved(await this.changes.rollback(id, dto, actor));
  }

  /** What is stored stays stored, whatever the networks have to say about its addresses. */
  async #saved(policy: StoredPolicy): Promise<SavedPolicyResponse> {
    return toSavedPolicy(policy, await this.addressWarnings.of(policy));
  }
}
