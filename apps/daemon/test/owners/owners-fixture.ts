import type { Environment, NetworkName } from '@waiaas/core';
import { uuidv7 } from 'uuidv7';
import type { OwnerAction } from '../../src/common/auth/actor.js';
import type { ExpectedAct, OwnerHeaders } from '../../src/common/auth/owner-proof-verifier.js';
import { Config } from '../../src/config/config.js';
import { SETTINGS, type SettingKey, type SettingValue } from '../../src/config/settings-registry.js';
import type { Tx } from '../../src/infra/prisma/database.js';
import type { AuditService } from '../../src/modules/audit/audit.service.js';
import type { EventLog } from '../../src/modules/audit/event-log.service.js';
import { type ApprovalFacts, ApprovalSubject } from '../../src/modules/owners/approval-subject.port.js';
import { ChallengeTargetService } from '../../src/modules/owners/challenge-target.service.js';
import { OwnedWalletsRepository } from '../../src/modules/owners/owned-wallets.repository.js';
import {
  type ChallengeRequest,
  type IssuedChallenge,
  OwnerChallengeService,
} from '../../src/modules/owners/owner-challenge.service.js';
import { OwnerChallengesRepository } from '../../src/modules/owners/owner-challenges.repository.js';
import { OwnerChangesService } from '../../src/modules/owners/owner-changes.service.js';
import { OwnerFailuresService } from '../../src/modules/owners/owner-failures.service.js';
import { OwnerFreezeService } from '../../src/modules/owners/owner-freeze.service.js';
import { OwnerPinningService } from '../../src/modules/owners/owner-pinning.service.js';
import { OwnerProofService } from '../../src/modules/owners/owner-proof.service.js';
import { OwnerRemovalsService } from '../../src/modules/owners/owner-removals.service.js';
import { OwnerSignatures } from '../../src/modules/owners/owner-signatures.service.js';
import { OwnersService } from '../../src/modules/owners/owners.service.js';
import { FailedProofs } from '../../src/modules/owners/proof/failed-proofs.js';
import { OpenTransactions } from '../../src/modules/wallets/open-transactions.port.js';
import { auditOver, eventsOn } from '../audit-over.js';
import { FakeChains } from '../fake-chains.js';
import { FixedClock } from '../fixed-clock.js';
import { temporaryDatabase, type TemporaryDatabase } from '../temporary-database.js';
import type { OwnerKey } from './owner-keys.js';

export const CLIENT = '127.0.0.1';
export const ORIGIN = 'https://wallet.example.org';

/** Requests the owner can be asked about. */
export class FakeSubject extends ApprovalSubject {
  readonly rows = new Map<string, ApprovalFacts>();

  override async load(transactionId: string): Promise<ApprovalFacts | undefined> {
    return this.rows.get(transactionId);
  }

  add(walletId: string, network: NetworkName, over: Partial<ApprovalFacts> = {}): ApprovalFacts {
    const facts: ApprovalFacts = {
      transactionId: uuidv7(),
      walletId,
      chain: network.startsWith('solana') ? 'solana' : 'ethereum',
      network,
      type: 'TRANSFER',
      status: 'QUEUED',
      waitReason: 'APPROVAL',
      requestHash: 'cd'.repeat(32),
      policySetVersion: 3,
      usdMicros: '1500000',
      operations: [
        {
          line: 'TRANSFER 1',
          kind: 'TRANSFER',
          target: '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
          amount: '1',
          symbol: 'ETH',
          decimals: 18,
          asset: `native:${network}`,
        },
      ],
      ...over,
    };
    this.rows.set(facts.transactionId, facts);
    return facts;
  }
}

/** Remembers whose approvals were ended. */
export class FakeOpenTransactions extends OpenTransactions {
  readonly expired: string[] = [];
  readonly cancelled: string[] = [];

  override async cancelAll(_tx: Tx, why: { readonly errorCode: string }): Promise<number> {
    this.cancelled.push(why.errorCode);
    return 0;
  }

  override async cancelOfSessions(): Promise<void> {
    // There are none.
  }

  override async expireApprovals(_tx: Tx, walletId: string): Promise<number> {
    this.expired.push(walletId);
    return 0;
  }
}

export class DefaultConfig extends Config {
  override readonly dataDirectory = '/nonexistent';

  constructor(private readonly over: Partial<Record<SettingKey, unknown>> = {}) {
    super();
  }

  override get<K extends SettingKey>(key: K): SettingValue<K> {
    return (key in this.over ? this.over[key] : SETTINGS[key].default) as SettingValue<K>;
  }

  override source(_key: SettingKey): ReturnType<Config['source']> {
    return 'default';
  }
}

export interface OwnersFixture {
  readonly temporary: TemporaryDatabase;
  readonly clock: FixedClock;
  readonly subject: FakeSubject;
  readonly chains: FakeChains;
  readonly openTransactions: FakeOpenTransactions;
  readonly audit: AuditService;
  readonly events: EventLog;
  readonly challenges: OwnerChallengeService;
  readonly proofs: OwnerProofService;
  readonly owners: OwnersService;
  readonly removals: OwnerRemovalsService;
  readonly freeze: OwnerFreezeService;
}

/** The owners module as it is wired, over a real database file. */
export async function ownersFixture(settings: Partial<Record<SettingKey, unknown>> = {}): Promise<OwnersFixture> {
  const temporary = await temporaryDatabase();
  const { database } = temporary;
  const clock = new FixedClock();
  const config = new DefaultConfig(settings);
  const subject = new FakeSubject();
  const chains = new FakeChains();
  const openTransactions = new FakeOpenTransactions();
  const audit = auditOver(database, clock);
  const events = eventsOn(clock);
  const wallets = new OwnedWalletsRepository(database);
  const rows = new OwnerChallengesRepository(database);
  const changes = new OwnerChangesService(wallets, rows, openTransactions, audit, events);
  const pinning = new OwnerPinningService(database, wallets, audit, events, config, clock);
  const failures = new OwnerFailuresService(database, audit, new FailedProofs(clock));
  return {
    temporary,
    clock,
    subject,
    chains,
    openTransactions,
    audit,
    events,
    challenges: new OwnerChallengeService(
      database,
      rows,
      new ChallengeTargetService(wallets, subject, chains),
      audit,
      { current: () => ORIGIN },
      clock,
    ),
    proofs: new OwnerProofService(database, rows, new OwnerSignatures(wallets, chains), pinning, failures, clock),
    owners: new OwnersService(database, wallets, changes, config, chains, clock),
    removals: new OwnerRemovalsService(database, wallets, changes),
    freeze: new OwnerFreezeService(database, wallets, audit, events, clock),
  };
}

/** A wallet row, with this owner in GRACE where one is given. */
export async function addWallet(
  { temporary, clock }: Pick<OwnersFixture, 'temporary' | 'clock'>,
  of: {
    readonly owner?: OwnerKey;
    readonly environment?: Environment;
    readonly state?: 'GRACE' | 'LOCKED';
    readonly chain?: 'ethereum' | 'solana';
  } = {},
): Promise<string> {
  const id = uuidv7();
  const now = BigInt(clock.nowSeconds());
  const state = of.owner === undefined ? 'NONE' : (of.state ?? 'GRACE');
  await temporary.database.transaction((tx) =>
    tx.wallet.create({
      data: {
        id,
        name: `wallet-${id.slice(-4)}`,
        chain: of.chain ?? of.owner?.chain ?? 'ethereum',
        environment: of.environment ?? 'testnet',
        address: `address-of-${id}`,
        status: 'ACTIVE',
        policyPreset: 'none',
        ownerAddress: of.owner?.address ?? null,
        ownerState: state,
        ownerRemovalDelay: state === 'LOCKED' ? 1000 : null,
        createdAt: now,
        updatedAt: now,
      },
    }),
  );
  return id;
}

export type Ask = { readonly action: OwnerAction } & Partial<Omit<ChallengeRequest, 'action'>>;

export async function ask(fixture: OwnersFixture, owner: OwnerKey, request: Ask): Promise<IssuedChallenge> {
  return fixture.challenges.issue({ address: owner.address, chain: owner.chain, clientAddress: CLIENT, ...request });
}

/** The headers a client sends for a challenge, signed by this key. */
export async function signedHeaders(key: OwnerKey, message: string, over: Partial<OwnerHeaders> = {}): Promise<OwnerHeaders> {
  return {
    message: Buffer.from(message, 'utf8').toString('base64'),
    signature: await key.sign(message),
    address: key.address,
    clientAddress: CLIENT,
    ...over,
  };
}

export const onWallet = (action: OwnerAction, walletId: string): ExpectedAct => ({ action, walletId });
export const onTransaction = (action: OwnerAction, transactionId: string): ExpectedAct => ({ action, transactionId });
