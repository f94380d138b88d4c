import { Controller, Get, Param } from '@nestjs/common';
import type { SkillResponse } from '@waiaas/api-types';
import { DomainError } from '@waiaas/core';
import { Auth } from '../../common/auth/auth.decorator.js';
import { Skills } from './skills.service.js';

@Controller('v1/skills')
export class SkillsController {
  constructor(private readonly skills: Skills) {}

  @Get(':name')
  @Auth('public')
  read(@Param('name') name: string): SkillResponse {
    const content = this.skills.find(name);
    if (content === undefined) throw new DomainError('SKILL_NOT_FOUND', { hint: `There are ${this.skills.names().join(', ')}.` });
    return { name, content };
  }
}
