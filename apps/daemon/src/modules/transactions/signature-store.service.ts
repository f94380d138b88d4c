import { Injectable } from '@nestjs/common';
import { SignatureKeysRepository } from './signature-keys.repository.js';
import { SignatureReplays } from './signature-replays.service.js';
import { SignaturesRepository } from './signatures.repository.js';
import { TransactionLog } from './transaction-log.service.js';

/** Everything a signature is written to, and read from again. */
@Injectable()
export class SignatureStore {
  constructor(
    readonly rows: SignaturesRepository,
    readonly keys: SignatureKeysRepository,
    readonly replays: SignatureReplays,
    readonly log: TransactionLog,
  ) {}
}
