import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Database } from './database.js';
import { InProcessWalletLock, WalletLock } from './wallet-lock.js';

/** The open database for every module. It is opened before the container exists, since nothing may start on a schema that does not fit. */
@Global()
@Module({})
export class DatabaseModule {
  static forDatabase(database: Database): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        { provide: Database, useValue: database },
        { provide: WalletLock, useClass: InProcessWalletLock },
      ],
      exports: [Database, WalletLock],
    };
  }
}
