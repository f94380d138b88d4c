import { Inject, Injectable } from '@nestjs/common';
import type { ExportKeyRequest, ExportKeyResponse } from '@waiaas/api-types';
import { DomainError, hashJson, type KeyCustodyPort, validationError } from '@waiaas/core';
import type { Actor } from '../../common/auth/actor.js';
import { Database } from '../../infra/prisma/database.js';
import { KEY_CUSTODY } from '../../infra/signer/signer.token.js';
import { SealedKeysRepository } from './sealed-keys.repository.js';
import { requireCoSignature } from './wallet-access.js';
import { WalletTrail } from './wallet-trail.service.js';
import { type StoredWallet, WalletsRepository } from './wallets.repository.js';

const CONFIRM_LENGTH = 6;

export interface ExportOrder {
  readonly body: ExportKeyRequest;
  /** The master password of this very request: the signer checks it itself, whatever the daemon believes. */
  readonly password: string | undefined;
  readonly requestId: string;
}

/**
 * Lets a private key out. The evidence is committed before the key is in an answer: a key that left without a row would be worse
 * than a row about a key whose answer was lost.
 */
@Injectable()
export class WalletExport {
  constructor(
    private readonly database: Database,
    private readonly wallets: WalletsRepository,
    private readonly keys: SealedKeysRepository,
    private readonly trail: WalletTrail,
    @Inject(KEY_CUSTODY) private readonly custody: KeyCustodyPort,
  ) {}

  async export(id: string, { body, password, requestId }: ExportOrder, actor: Actor): Promise<ExportKeyResponse> {
    if (password === undefined) throw new DomainError('INVALID_MASTER_PASSWORD');
    const wallet = await this.wallets.find(id);
    if (wallet === undefined) throw new DomainError('WALLET_NOT_FOUND');
    checkBody(body, wallet.address);
    requireSignedBody(wallet, body, actor);
    this.#refuseUnderProvisionedPassword();
    const { passphrase } = body;
    const exported = await this.custody.exportKey({
      ...(await this.keys.of(id)),
      password,
      trace: requestId,
      ...(passphrase === undefined ? {} : { passphrase }),
    });
    await this.#record(id, body, actor);
    return exported;
  }

  /** The owner is judged once more beside the row: one that came meanwhile has not signed. */
  async #record(id: string, body: ExportKeyRequest, actor: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      const wallet = await this.wallets.find(id, tx);
      if (wallet === undefined) throw new DomainError('WALLET_NOT_FOUND');
      requireSignedBody(wallet, body, actor);
      await this.trail.record(tx, actor, {
        act: 'KEY_EXPORTED',
        walletId: id,
        severity: 'critical',
        details: { address: wallet.address, format: body.format, isCoSigned: wallet.ownerState === 'LOCKED' },
      });
    });
  }

  #refuseUnderProvisionedPassword(): void {
    if (!this.custody.isPasswordProvisioned()) return;
    throw new DomainError('PASSWORD_NOT_SET', {
      hint: 'Set a master password of your own with PUT /v1/admin/master-password, then export the key.',
    });
  }
}

/** Each format takes its own member and no other: a passphrase beside `raw` would be believed to protect something. */
function checkBody({ format, passphrase, confirm }: ExportKeyRequest, address: string): void {
  const [needed, needless] = format === 'encrypted' ? (['passphrase', 'confirm'] as const) : (['confirm', 'passphrase'] as const);
  const given = { passphrase, confirm };
  if (given[needed] === undefined) throw issue(needed, 'required', `is required for ${format}`);
  if (given[needless] !== undefined) throw issue(needless, 'notAllowed', `is not taken with ${format}`);
  if (format === 'raw' && confirm !== address.slice(-CONFIRM_LENGTH)) {
    throw issue('confirm', 'mismatch', 'must be the last six characters of the address of the wallet');
  }
}

function issue(path: string, code: string, message: string): DomainError {
  return validationError([{ path, code, message }]);
}

function requireSignedBody(wallet: StoredWallet, body: ExportKeyRequest, actor: Actor): void {
  requireCoSignature(wallet, actor, 'export');
  const proof = actor.kind === 'master' ? actor.coSignedBy : undefined;
  if (proof === undefined || proof.bodyHash === hashJson({ ...body })) return;
  throw new DomainError('APPROVAL_STALE', { hint: 'The signed body differs from the one sent.' });
}
