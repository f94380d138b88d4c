import { DaemonProcess, type DaemonOptions } from '../harness/daemon-process.js';
import { EvmNetwork } from '../harness/evm-network.js';
import { rpcEnvironment } from '../harness/test-network.js';
import { allowNative, createWallet, PASSWORD, QUIET_LIMITS, type TestWallet } from '../harness/wallets.js';

/** States of the chain that the node keeps in memory: by itself it keeps them all, and ten minutes of payments fill the machine. */
const KEPT_STATES = '100';

/** A local node, and daemons that know it. */
export class BenchWorld {
  private constructor(readonly network: EvmNetwork) {}

  static async start(): Promise<BenchWorld> {
    return new BenchWorld(await EvmNetwork.start('ethereum-sepolia', { extraArguments: ['--prune-history', KEPT_STATES] }));
  }

  async daemon({ env, ...options }: DaemonOptions = {}): Promise<DaemonProcess> {
    const { network } = this;
    return DaemonProcess.start({
      ...options,
      env: {
        ...QUIET_LIMITS,
        ...rpcEnvironment(network),
        WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: network.nodeUrl,
        WAIAAS_MASTER_PASSWORD: PASSWORD,
        ...env,
      },
    });
  }

  /** A wallet with coins that may pay what it likes. */
  async payer(daemon: DaemonProcess): Promise<TestWallet> {
    const wallet = await createWallet(daemon, { policyPreset: 'none' });
    await allowNative(daemon, wallet, 'ethereum');
    await this.network.fund(wallet.address, 1_000_000);
    return wallet;
  }

  /** One payment as a request. */
  payment(): Readonly<Record<string, string>> {
    return { network: this.network.name, to: this.network.newAddress(), amount: '1' };
  }

  async stop(): Promise<void> {
    await this.network.stop();
  }
}
