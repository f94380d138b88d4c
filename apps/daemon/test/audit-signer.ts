import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import {
  auditHeadText,
  type AuditHeadFacts,
  type AuditHeadSignature,
  type AuditKey,
  type AuditSignerPort,
  DomainError,
} from '@waiaas/core';

/** Signs heads as the signer does; the blob is the key itself, in the open. */
export class FakeAuditSigner implements AuditSignerPort {
  isLocked = false;

  async createAuditKey(): Promise<AuditKey> {
    this.#refuseLocked();
    const { privateKey } = generateKeyPairSync('ed25519');
    const blob = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    return { blob, publicKey: publicKeyOf(privateKey) };
  }

  async signAuditHead(blob: string, head: AuditHeadFacts): Promise<AuditHeadSignature> {
    this.#refuseLocked();
    const key = createPrivateKey({ key: Buffer.from(blob, 'base64'), format: 'der', type: 'pkcs8' });
    return {
      signature: sign(null, Buffer.from(auditHeadText(head), 'utf8'), key).toString('hex'),
      publicKey: publicKeyOf(key),
    };
  }

  #refuseLocked(): void {
    if (this.isLocked) throw new DomainError('KEYSTORE_LOCKED');
  }
}

function publicKeyOf(key: KeyObject): string {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
}
