import { Global, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { PasswordVerifier } from './common/auth/password-verifier.js';
import { ListeningAddress } from './common/http/listening-address.js';
import { Sightings } from './common/http/sightings.js';
import { Logger } from './common/logging/logger.js';
import { RouteTable } from './common/routing/route-table.js';
import { Clock } from './common/time/clock.js';
import { IdSource } from './common/time/id-source.js';
import { Config } from './config/config.js';
import type { Surroundings } from './config/surroundings.js';
import { SURROUNDINGS } from './config/surroundings.token.js';
import type { VaultStorePort } from './infra/signer/vault-store.port.js';
import type { SignerClient } from './infra/signer/signer-client.js';
import { SealedCaches } from './infra/signer/sealed-caches.js';
import {
  AUDIT_SIGNER,
  DATA_KEY,
  KEY_CEILINGS,
  KEY_CUSTODY,
  SIGNER,
  SIGNER_FREEZE,
  VAULT_STORE,
} from './infra/signer/signer.token.js';
import { PublicOrigin } from './modules/owners/public-origin.port.js';

/** What exists before the container does, since nothing may start without it. */
export interface Platform {
  readonly config: Config;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly routes: RouteTable;
  readonly address: ListeningAddress;
  readonly sightings: Sightings;
  readonly surroundings: Surroundings;
  readonly signer: SignerClient;
  readonly vault: VaultStorePort;
}

@Global()
@Module({})
export class PlatformModule {
  static with(platform: Platform): DynamicModule {
    const providers: Provider[] = [
      { provide: Config, useValue: platform.config },
      { provide: Clock, useValue: platform.clock },
      { provide: IdSource, useValue: platform.ids },
      { provide: Logger, useValue: platform.logger },
      { provide: RouteTable, useValue: platform.routes },
      { provide: ListeningAddress, useValue: platform.address },
      { provide: Sightings, useValue: platform.sightings },
      { provide: SURROUNDINGS, useValue: platform.surroundings },
      { provide: PublicOrigin, useValue: platform.address },
      { provide: SIGNER, useValue: platform.signer },
      { provide: KEY_CUSTODY, useValue: platform.signer },
      { provide: KEY_CEILINGS, useValue: platform.signer },
      { provide: SIGNER_FREEZE, useValue: platform.signer },
      { provide: AUDIT_SIGNER, useValue: platform.signer },
      { provide: DATA_KEY, useValue: platform.signer },
      { provide: SealedCaches, useValue: new SealedCaches() },
      { provide: VAULT_STORE, useValue: platform.vault },
      { provide: PasswordVerifier, useValue: platform.signer },
    ];
    return { module: PlatformModule, providers, exports: providers.map((provider) => (provider as { provide: symbol }).provide) };
  }
}
