import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Database } from './database.js';

/** The open database for every module. It is opened before the container exists, since nothing may start on a schema that does not fit. */
@Global()
@Module({})
export class DatabaseModule {
  static forDatabase(database: Database): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [{ provide: Database, useValue: database }],
      exports: [Database],
    };
  }
}
