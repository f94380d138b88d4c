import { Injectable } from '@nestjs/common';
import { DomainError, isSameAddress, type Network, type NetworkName, NETWORKS, networkOf, validationError } from '@waiaas/core';
import { type Actor, actorLabel } from '../../common/auth/actor.js';
import { Clock } from '../../common/time/clock.js';
import { IdSource } from '../../common/time/id-source.js';
import { ChainRegistry } from '../../infra/chains/chain-registry.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import { builtinTokens, type RegisteredToken } from './builtin-tokens.js';
import { TokensRepository } from './tokens.repository.js';

export interface ListedToken extends RegisteredToken {
  readonly source: 'builtin' | 'custom';
}

/** The tokens this installation knows by name. A symbol from here may stand in an approval text; a contract's own may not. */
@Injectable()
export class TokensService {
  constructor(
    private readonly database: Database,
    private readonly tokens: TokensRepository,
    private readonly chains: ChainRegistry,
    private readonly audit: AuditService,
    private readonly ids: IdSource,
    private readonly clock: Clock,
  ) {}

  /** Built-in ones first. */
  async list(network: NetworkName): Promise<readonly ListedToken[]> {
    const builtin = builtinTokens(network).map((token) => ({ ...token, source: 'builtin' as const }));
    const custom = (await this.tokens.list(network)).map((token) => ({ ...token, source: 'custom' as const }));
    return [...builtin, ...custom];
  }

  /** The registry's facts of a token; undefined for one it does not know. */
  async find(network: NetworkName, address: string): Promise<RegisteredToken | undefined> {
    return builtinOf(networkOf(network), address) ?? (await this.tokens.find(network, address));
  }

  async verifiedSymbol(network: NetworkName, address: string): Promise<string | null> {
    return (await this.find(network, address))?.symbol ?? null;
  }

  /** What the registry or else the chain says. Throws `TOKEN_NOT_FOUND` where nothing answers at the address. */
  async resolve(network: NetworkName, address: string): Promise<RegisteredToken> {
    const known = (await this.find(network, address)) ?? (await this.chains.port(network).token(address));
    if (known === undefined) throw new DomainError('TOKEN_NOT_FOUND');
    return known;
  }

  /**
   * The address must be canonical. Decimals are not believed: every node is asked before anything is stored. What they say is what the
   * token is held to from now on.
   */
  async add(network: Network, token: RegisteredToken, actor: Actor): Promise<string> {
    if (builtinOf(network, token.address) !== undefined) {
      throw validationError([{ path: 'address', code: 'isBuiltin', message: 'is a built-in token already' }]);
    }
    if (hasBuiltinSymbol(token.symbol)) {
      throw validationError([{ path: 'symbol', code: 'isTaken', message: 'is the symbol of a built-in token' }]);
    }
    const onChain = await this.chains.port(network.name).agreedToken(token.address);
    if (onChain === undefined) throw new DomainError('TOKEN_NOT_FOUND');
    if (onChain.decimals !== token.decimals) {
      throw new DomainError('TOKEN_METADATA_MISMATCH', { details: { field: 'decimals', actual: onChain.decimals } });
    }
    return this.database.transaction(async (tx) => {
      const now = this.clock.nowSeconds();
      const id = await this.tokens.put(tx, { ...token, id: this.ids.next(), network: network.name, onChain }, now);
      await this.#record(tx, actor, {
        network: network.name,
        address: token.address,
        change: 'added',
        symbol: token.symbol,
        decimals: token.decimals,
      });
      return id;
    });
  }

  /** False where there was no such custom token. */
  async remove(network: NetworkName, address: string, actor: Actor): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const wasThere = await this.tokens.remove(tx, network, address);
      if (wasThere) await this.#record(tx, actor, { network, address, change: 'removed' });
      return wasThere;
    });
  }

  async #record(tx: Tx, actor: Actor, details: Readonly<Record<string, string | number>>): Promise<void> {
    await this.audit.append(tx, {
      eventType: 'TOKEN_CHANGED',
      actor: actorLabel(actor),
      details,
      severity: 'info',
      ipAddress: actor.clientAddress,
    });
  }
}

function builtinOf(network: Network, address: string): RegisteredToken | undefined {
  return builtinTokens(network.name).find((token) => isSameAddress(network.chain, token.address, address));
}

/** An owner reads symbols in approval texts: none of the well-known ones may mean another contract on any network. */
function hasBuiltinSymbol(symbol: string): boolean {
  return NETWORKS.some((network) =>
    builtinTokens(network.name).some((token) => token.symbol.toLowerCase() === symbol.toLowerCase()),
  );
}
