import type { KeyCustodyPort, KeyIdentity, PriceQuote, PricePort, SealedKey, SignerPort } from '@waiaas/core';
import type { Database } from '../src/infra/prisma/database.js';
import { TokensRepository } from '../src/modules/tokens/tokens.repository.js';
import { TokensService } from '../src/modules/tokens/tokens.service.js';
import { NodeShare } from '../src/infra/chains/node-share.js';
import { FixedSettings } from './fixed-settings.js';
import { BlockBalances } from '../src/modules/wallets/block-balances.service.js';
import { HoldingsService } from '../src/modules/wallets/holdings.service.js';
import { WalletBirth } from '../src/modules/wallets/wallet-birth.service.js';
import { WalletCreation } from '../src/modules/wallets/wallet-creation.service.js';
import { WalletEmptiness } from '../src/modules/wallets/wallet-emptiness.service.js';
import { WalletEndService } from '../src/modules/wallets/wallet-end.service.js';
import { WalletPurgeRepository } from '../src/modules/wallets/wallet-purge.repository.js';
import { WalletPurgeService, WalletPurgeTrail } from '../src/modules/wallets/wallet-purge.service.js';
import { WalletReads } from '../src/modules/wallets/wallet-reads.service.js';
import { WalletStatusService } from '../src/modules/wallets/wallet-status.service.js';
import { WalletTrail } from '../src/modules/wallets/wallet-trail.service.js';
import { WalletsRepository } from '../src/modules/wallets/wallets.repository.js';
import { WalletsService } from '../src/modules/wallets/wallets.service.js';
import { FakeChains } from './fake-chains.js';
import { policyServices } from './policy-services.js';
import { RecordingOpenTransactions } from './recording-open-transactions.js';
import { sessionServices } from './session-services.js';

/** Names the wallet in the blob; hands out addresses in order. */
class FakeKeys {
  isProvisioned = false;
  made = 0;

  createKey({ walletId, chain }: KeyIdentity): Promise<SealedKey> {
    this.made += 1;
    const digits = this.made.toString().padStart(40, '0');
    return Promise.resolve({ blob: `sealed:${walletId}`, address: chain === 'ethereum' ? `0x${digits}` : `So1${digits}` });
  }

  isPasswordProvisioned(): boolean {
    return this.isProvisioned;
  }

  isPasswordFromEnvironment(): boolean {
    return false;
  }
}

/** Quotes what it was told, by asset key; anything else has no price. */
class FakePrices implements PricePort {
  readonly usd = new Map<string, string>();

  quotes(assets: Parameters<PricePort['quotes']>[0]): Promise<readonly PriceQuote[]> {
    return Promise.resolve(
      assets.map(({ network, asset }): PriceQuote => {
        const usd = this.usd.get(`${network.name} ${asset}`) ?? null;
        return { status: usd === null ? 'unavailable' : 'ok', usd, ageSeconds: 0, quotes: usd === null ? [] : [usd] };
      }),
    );
  }
}

/** The wallets module wired by hand around a real database; signer, chains, prices and open transactions are fakes. */
export function walletServices(database: Database) {
  const session = sessionServices(database);
  const policy = policyServices(database, session);
  const { audit, events, ids, clock } = session;
  const fakes = {
    keys: new FakeKeys(),
    open: new RecordingOpenTransactions(),
    chains: new FakeChains(),
    prices: new FakePrices(),
  };
  const wallets = new WalletsRepository(database);
  const purgeRows = new WalletPurgeRepository(database);
  const trail = new WalletTrail(audit, events);
  const birth = new WalletBirth(database, wallets, policy.changes, session.creation, trail);
  const tokens = new TokensService(database, new TokensRepository(database), fakes.chains, audit, ids, clock);
  const emptiness = new WalletEmptiness(fakes.chains, tokens, purgeRows);
  const holdings = new HoldingsService(
    fakes.chains,
    tokens,
    policy.service,
    new BlockBalances(fakes.chains, new NodeShare(new FixedSettings()), clock),
  );
  const signer = fakes.keys as unknown as SignerPort;
  return {
    ...fakes,
    session,
    policy,
    tokens,
    repository: wallets,
    creation: new WalletCreation(birth, signer, fakes.keys as unknown as KeyCustodyPort, ids, clock),
    service: new WalletsService(database, wallets, trail, clock),
    status: new WalletStatusService(database, wallets, trail, clock),
    end: new WalletEndService(database, wallets, fakes.open, session.service, trail, clock),
    purge: new WalletPurgeService(database, wallets, purgeRows, emptiness, policy.service, new WalletPurgeTrail(trail, clock)),
    reads: new WalletReads(wallets, holdings, fakes.prices),
  };
}
