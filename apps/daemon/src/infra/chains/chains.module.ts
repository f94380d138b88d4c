import { Global, Module } from '@nestjs/common';
import { ChainRegistry } from './chain-registry.js';
import { ConfiguredChains } from './configured-chains.js';

@Global()
@Module({ providers: [{ provide: ChainRegistry, useClass: ConfiguredChains }], exports: [ChainRegistry] })
export class ChainsModule {}
