import { Controller, Get } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { Auth } from '../../common/auth/auth.decorator.js';
import { declaredRoutes } from '../../common/routing/declared-routes.js';
import { VERSION } from '../../config/version.js';
import type { JsonSchema } from './dto-schemas.js';
import { openApiDocument } from './openapi.document.js';

@Controller()
export class OpenApiController {
  #document: JsonSchema | undefined;

  constructor(private readonly container: ModulesContainer) {}

  @Get('doc')
  @Auth('public')
  document(): JsonSchema {
    return (this.#document ??= openApiDocument(declaredRoutes(this.container), VERSION));
  }
}
