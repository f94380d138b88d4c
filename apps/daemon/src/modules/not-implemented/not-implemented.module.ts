import { Module } from '@nestjs/common';
import { notImplementedController } from './not-implemented.controller.js';
import { UNBUILT_ROUTES } from './unbuilt-routes.js';

@Module({ controllers: [notImplementedController(UNBUILT_ROUTES)] })
export class NotImplementedModule {}
