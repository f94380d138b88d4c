import { Global, Module } from '@nestjs/common';
import { ChainRegistry } from './chain-registry.js';
import { CodeElsewhere } from './code-elsewhere.js';
import { ConfiguredChains } from './configured-chains.js';

@Global()
@Module({
  providers: [{ provide: ChainRegistry, useClass: ConfiguredChains }, CodeElsewhere],
  exports: [ChainRegistry, CodeElsewhere],
})
export class ChainsModule {}
