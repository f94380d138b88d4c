import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { base58 } from '@scure/base';
import { DomainError, Secret, type SignTransactionRequest } from '@waiaas/core';
import { serializeTransaction, type Hex } from 'viem';
import { onTestFinished } from 'vitest';
import type { ConfiguredPassword } from '../../src/infra/signer/configured-password.js';
import { SignerClient } from '../../src/infra/signer/signer-client.js';
import type { SignerStatus } from '../../src/infra/signer/signer-supervisor.js';
import type { VaultStorePort } from '../../src/infra/signer/vault-store.port.js';
import { InMemoryVaultStore } from './in-memory-vault-store.js';
import {
  KNOWN_EVM_IDENTITY,
  KNOWN_EVM_KEY,
  KNOWN_SOLANA_IDENTITY,
  KNOWN_SOLANA_KEY,
  KNOWN_PASSWORD,
  KNOWN_VAULT,
} from './known-vault.js';

export { NO_CEILING } from './no-ceiling.js';

export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'waiaas-signer-'));
  onTestFinished(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  return directory;
}

export function passwordFile(content: string | Buffer): ConfiguredPassword & { readonly kind: 'file' } {
  const path = join(temporaryDirectory(), 'master-password');
  writeFileSync(path, content);
  return { kind: 'file', path };
}

/** A client over a real signer process, with everything it says about itself. Nothing runs on after the test. */
export class SignerHarness {
  readonly directory = temporaryDirectory();
  readonly recoveryKeyPath = join(this.directory, 'recovery.key');
  readonly bookPath = join(this.directory, 'signer.book');
  readonly notices: string[] = [];
  readonly statuses: SignerStatus[] = [];
  readonly client: SignerClient;
  #waiting: (() => void)[] = [];

  constructor(
    password: ConfiguredPassword | 'provisioned',
    readonly store: VaultStorePort = new InMemoryVaultStore(),
  ) {
    this.client = new SignerClient({
      password: password === 'provisioned' ? { kind: 'provisioned', path: this.recoveryKeyPath } : password,
      store,
      recoveryKeyPath: this.recoveryKeyPath,
      bookPath: this.bookPath,
      onNotice: (line) => this.notices.push(line),
      onStatus: (status) => {
        this.statuses.push(status);
        for (const wake of this.#waiting.splice(0)) wake();
      },
    });
    onTestFinished(() => this.client.close());
  }

  /** Started on the known vault, its password handed over once. */
  static async known(store: VaultStorePort = new InMemoryVaultStore(KNOWN_VAULT)): Promise<SignerHarness> {
    const harness = new SignerHarness({ kind: 'prompt', value: new Secret(KNOWN_PASSWORD) }, store);
    await harness.client.start();
    return harness;
  }

  /** Started on the known vault, with a source that survives the process. */
  static async knownFromFile(store: VaultStorePort = new InMemoryVaultStore(KNOWN_VAULT)): Promise<SignerHarness> {
    const harness = new SignerHarness(passwordFile(`${KNOWN_PASSWORD}\n`), store);
    await harness.client.start();
    return harness;
  }

  /** Kills the signer without warning. */
  kill(): void {
    const pid = this.client.signerPid();
    if (pid === undefined) throw new Error('there is no signer to kill');
    process.kill(pid, 'SIGKILL');
  }

  async untilStatus(wanted: SignerStatus): Promise<void> {
    while (this.client.status() !== wanted) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}

export function evmRequest(nonce = 0): SignTransactionRequest {
  const payload = serializeTransaction({
    type: 'eip1559',
    chainId: 11_155_111,
    nonce,
    gas: 21_000n,
    maxFeePerGas: 10n,
    maxPriorityFeePerGas: 1n,
    to: KNOWN_EVM_KEY.address as Hex,
    value: 5n,
  });
  return { identity: KNOWN_EVM_IDENTITY, key: KNOWN_EVM_KEY, kind: 'evm-transaction', payload: payload.slice(2) };
}

/** A System transfer of `lamports` to the system program itself: three accounts would add nothing here. */
export function solanaRequest(lamports = 0): SignTransactionRequest {
  const payer = Buffer.from(base58.decode(KNOWN_SOLANA_KEY.address));
  const data = Buffer.alloc(12);
  data.writeUInt32LE(2, 0);
  data.writeUInt32LE(lamports, 4);
  const message = Buffer.concat([
    Buffer.of(1, 0, 1, 2),
    payer,
    Buffer.alloc(32),
    Buffer.alloc(32, 9),
    Buffer.of(1, 1, 2, 0, 1, data.length),
    data,
  ]);
  return { identity: KNOWN_SOLANA_IDENTITY, key: KNOWN_SOLANA_KEY, kind: 'solana-transaction', payload: message.toString('hex') };
}

/** `CODE` or `CODE/REASON` of the DomainError an act throws. */
export async function refusalOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const reason = error.details?.['reason'];
    return typeof reason === 'string' ? `${error.code}/${reason}` : error.code;
  }
  return 'accepted';
}
