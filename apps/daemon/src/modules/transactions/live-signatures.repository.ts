import { Injectable } from '@nestjs/common';
import type { LiveSignature } from '@waiaas/api-types';
import { Database } from '../../infra/prisma/database.js';
import type { Prisma } from '../../infra/prisma/generated/client.js';

/** Whose: of these wallets, of those an owner has stopped, or of all. */
export type SignatureScope = { readonly walletIds: readonly string[] } | { readonly suspendedBy: string } | 'all';

const MOST = 200;
const HANDED_OUT = ['sign', 'sign-message'];
/** No block has them yet, as far as anybody knows. */
const UNLANDED = { state: { in: ['SIGNED', 'BROADCAST'] } };

const LIVE: Prisma.TransactionWhereInput = {
  OR: [
    { status: 'SIGNED', origin: { in: HANDED_OUT }, answerStatus: { not: null } },
    { status: { in: ['EXECUTING', 'SUBMITTED'] }, attempts: { some: UNLANDED } },
  ],
};

/** Signatures that were made and can still take effect. */
@Injectable()
export class LiveSignaturesRepository {
  constructor(private readonly database: Database) {}

  /** The newest first. */
  async list(scope: SignatureScope): Promise<LiveSignature[]> {
    const rows = await this.database.client.transaction.findMany({
      where: { ...LIVE, ...(await this.#whose(scope)) },
      orderBy: { id: 'desc' },
      take: MOST,
      include: { attempts: { where: UNLANDED, orderBy: { number: 'asc' } } },
    });
    return rows.map(toLiveSignature);
  }

  async #whose(scope: SignatureScope): Promise<Prisma.TransactionWhereInput> {
    if (scope === 'all') return {};
    if ('walletIds' in scope) return { walletId: { in: [...scope.walletIds] } };
    const wallets = await this.database.client.wallet.findMany({ where: scope, select: { id: true } });
    return { walletId: { in: wallets.map(({ id }) => id) } };
  }
}

type Row = Prisma.TransactionGetPayload<{ include: { attempts: true } }>;

function toLiveSignature({ attempts, ...row }: Row): LiveSignature {
  const [first] = attempts;
  const nonce = first?.nonce ?? null;
  const isOthers = row.status === 'SIGNED' && nonce !== null;
  return {
    id: row.id,
    walletId: row.walletId,
    type: row.type,
    status: row.status,
    network: row.network,
    toAddress: row.toAddress,
    amount: row.amount,
    txHash: row.txHash,
    nonce: nonce === null ? null : Number(nonce),
    signedAt: Number(row.createdAt),
    expiresAt: row.status === 'SIGNED' && row.expiresAt !== null ? Number(row.expiresAt) : null,
    voiding: isOthers ? voidingOf(attempts) : null,
  };
}

function voidingOf(attempts: Row['attempts']): 'offered' | 'underway' {
  return attempts.some(({ kind }) => kind === 'cancel') ? 'underway' : 'offered';
}
