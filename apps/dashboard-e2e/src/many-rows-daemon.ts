import { adoptRows, createWallet, DaemonProcess, multiplyRows, PASSWORD, QUIET_LIMITS } from '@waiaas/daemon-e2e';
import type { AnvilNode } from '@waiaas/testing';

export const MANY_WALLETS = 10_000;
export const MANY_TRANSACTIONS = 100_000;
const TO = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';

/** An installation after years: ten thousand wallets and a hundred thousand transactions that were cancelled. */
export async function startWithManyRows(anvil: AnvilNode, more: Readonly<Record<string, string>> = {}): Promise<DaemonProcess> {
  const env = { WAIAAS_MASTER_PASSWORD: PASSWORD, WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: anvil.url, ...QUIET_LIMITS, ...more };
  const first = await DaemonProcess.start({ env });
  const wallet = await createWallet(first, { name: 'the first of many', policyPreset: 'none' });
  await anvil.setBalance(wallet.address, 10n ** 19n);
  const { status } = await wallet.api.post('/v1/transactions/send', { network: 'ethereum-sepolia', to: TO, humanAmount: '1' });
  if (status !== 201) throw new Error(`expected a row, got ${String(status)}`);
  await first.signal('SIGTERM');
  multiplyRows(first, { table: 'wallets', count: MANY_WALLETS, changed: { name: `'wallet ' || n` } });
  const changed = {
    ...{ created_at: 'first.created_at - n', updated_at: 'first.created_at - n' },
    ...{ status: `'CANCELLED'`, wait_reason: 'NULL', expires_at: 'NULL' },
  };
  multiplyRows(first, { table: 'transactions', count: MANY_TRANSACTIONS, changed });
  const daemon = await first.restart();
  await adoptRows(daemon);
  return daemon;
}
