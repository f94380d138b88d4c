import { Global, Module } from '@nestjs/common';
import { ChainRegistry } from './chain-registry.js';
import { CodeElsewhere } from './code-elsewhere.js';
import { ConfiguredChains } from './configured-chains.js';
import { NodeShare } from './node-share.js';

@Global()
@Module({
  providers: [{ provide: ChainRegistry, useClass: ConfiguredChains }, CodeElsewhere, NodeShare],
  exports: [ChainRegistry, CodeElsewhere, NodeShare],
})
export class ChainsModule {}
