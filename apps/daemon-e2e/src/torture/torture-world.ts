import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startFaultProxy, type FaultProxy } from '@waiaas/testing';
import { Api } from '../harness/api.js';
import { DaemonProcess } from '../harness/daemon-process.js';
import { EvmNetwork } from '../harness/evm-network.js';
import { SolanaNetwork } from '../harness/solana-network.js';
import type { SeededRandom } from '../harness/seeded-random.js';
import { TestDisk } from '../harness/test-disk.js';
import { rpcVariable, type TestNetwork } from '../harness/test-network.js';
import { WallClock } from '../harness/wall-clock.js';
import { allowNative, createWallet, PASSWORD, QUIET_LIMITS } from '../harness/wallets.js';

/** A wallet that is paid from, through a session of its own. */
export interface TortureWallet {
  readonly id: string;
  readonly address: string;
  readonly network: TestNetwork;
  /** Base units of one payment. */
  readonly amount: bigint;
  /** What one session of it may pay in a day, as payments; no limit where it is absent. */
  readonly mostPayments?: bigint;
  policyId: string;
  sessionId: string;
  token: string;
}

const PRICES = 'native:ethereum=2000,native:solana=100';
/** Two USD at the prices above. */
const LARGE = { ethereum: 10n ** 15n, solana: 2n * 10n ** 7n } as const;
const LIMIT_USD = 20n;
const LARGE_USD = 2n;
const FUNDS = 1_000_000;
const DISK_BYTES = 256 * 1024 * 1024;

export interface WorldOptions {
  /** Where this machine and user can have one, the data lies on a file system of its own, which can run full and break. */
  readonly ownDisk?: boolean;
}

export function anyNetwork(world: TortureWorld, random: SeededRandom): EvmNetwork | SolanaNetwork {
  return random.pick<EvmNetwork | SolanaNetwork>([...world.networks]);
}

interface Places {
  readonly ethereum: EvmNetwork;
  readonly solana: SolanaNetwork;
  readonly second: Readonly<Record<'ethereum' | 'solana', FaultProxy>>;
  readonly clock: WallClock;
  readonly disk: TestDisk | undefined;
}

function dataOn({ directory }: TestDisk): string {
  const data = path.join(directory, 'waiaas');
  mkdirSync(data, { mode: 0o700 });
  return data;
}

/** Two chains, a daemon, and wallets with and without a limit on each chain. */
export class TortureWorld {
  readonly wallets: TortureWallet[] = [];
  readonly ethereum: EvmNetwork;
  readonly solana: SolanaNetwork;
  /** The second endpoint of each network, on a way of its own. */
  readonly second: Readonly<Record<'ethereum' | 'solana', FaultProxy>>;
  readonly clock: WallClock;
  readonly disk: TestDisk | undefined;
  readonly #directory = mkdtempSync(path.join(tmpdir(), 'waiaas-torture-'));

  private constructor(
    places: Places,
    public daemon: DaemonProcess,
  ) {
    ({ ethereum: this.ethereum, solana: this.solana, second: this.second, clock: this.clock, disk: this.disk } = places);
  }

  static async start({ ownDisk = false }: WorldOptions = {}): Promise<TortureWorld> {
    const [ethereum, solana] = await Promise.all([
      EvmNetwork.start('ethereum-sepolia', { blockTimeSeconds: 1 }),
      // At the pace of the real one, a blockhash outlives a restart on a loaded machine.
      SolanaNetwork.start({ slotMs: 400, endpoints: 2 }),
    ]);
    const clock = new WallClock();
    const second = {
      ethereum: await startFaultProxy(ethereum.nodeUrl),
      solana: await startFaultProxy(solana.node.endpoints[1]?.url ?? solana.nodeUrl),
    };
    const disk = ownDisk ? TestDisk.make(DISK_BYTES) : undefined;
    const daemon = await DaemonProcess.start({
      env: {
        ...QUIET_LIMITS,
        // Two endpoints on two ways cost the harness more than the daemon: looked at less often than in other tests.
        WAIAAS_CHAIN_POLL_MS: '400',
        ...clock.env,
        [rpcVariable(ethereum.name)]: `${ethereum.proxy.url},${second.ethereum.url}`,
        [rpcVariable(solana.name)]: `${solana.proxy.url},${second.solana.url}`,
        WAIAAS_MASTER_PASSWORD: PASSWORD,
        WAIAAS_PRICES_FIXED: PRICES,
        WAIAAS_RPC_TIMEOUT_MS: '1000',
        WAIAAS_TRANSACTIONS_STUCK_SECONDS: '3',
        WAIAAS_TRANSACTIONS_DAILY_FEE_BUDGET_USD: '1000000000',
        WAIAAS_SECURITY_MAX_SESSIONS_PER_WALLET: '10000',
      },
      ...(disk === undefined ? {} : { dataDir: dataOn(disk) }),
    });
    const world = new TortureWorld({ ethereum, solana, second, clock, disk }, daemon);
    for (const network of world.networks) {
      world.wallets.push(await world.#newWallet(network), await world.#newWallet(network, LIMIT_USD));
    }
    return world;
  }

  get networks(): readonly [EvmNetwork, SolanaNetwork] {
    return [this.ethereum, this.solana];
  }

  async master(): Promise<Api> {
    return Api.master(await this.daemon.url(), PASSWORD);
  }

  async session(wallet: TortureWallet): Promise<Api> {
    return Api.session(await this.daemon.url(), wallet.token);
  }

  proxiesOf(network: EvmNetwork | SolanaNetwork): readonly FaultProxy[] {
    return [network.proxy, this.second[network.chain]];
  }

  /** The EVM node dies and comes back. */
  async killNode(): Promise<void> {
    await this.ethereum.restartNode(path.join(this.#directory, 'chain.json'));
  }

  /** The switch kills every session, and recovery brings none back. */
  async recover(): Promise<void> {
    const master = await this.master();
    await master.must(200, master.post('/v1/admin/recover', { resumeWallets: true }));
    for (const wallet of this.wallets) await this.newSession(wallet);
  }

  /** After whatever end it has come to. */
  async restart(): Promise<void> {
    this.daemon = await this.daemon.restart();
  }

  async stop(): Promise<void> {
    await this.daemon.dispose();
    await Promise.all([
      ...this.networks.map((network) => network.stop()),
      this.second.ethereum.close(),
      this.second.solana.close(),
    ]);
    this.disk?.dispose();
    this.clock.dispose();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** The one it has is dead, or is to die: clients go on with this one. */
  async newSession(wallet: TortureWallet): Promise<void> {
    const master = await this.master();
    const constraints = wallet.mostPayments === undefined ? {} : { dailyUsd: (wallet.mostPayments * LARGE_USD).toString() };
    const body = { walletId: wallet.id, constraints };
    const { id, token } = await master.must(201, master.post<{ id: string; token: string }>('/v1/sessions', body));
    Object.assign(wallet, { sessionId: id, token });
  }

  async #newWallet(network: TestNetwork, limitUsd?: bigint): Promise<TortureWallet> {
    const { id, address } = await createWallet(this.daemon, { chain: network.chain, policyPreset: 'none' });
    const policyId = await allowNative(this.daemon, { id, address } as Parameters<typeof allowNative>[1], network.chain);
    await network.fund(address, FUNDS);
    const figures =
      limitUsd === undefined ? { amount: network.amount } : { amount: LARGE[network.chain], mostPayments: limitUsd / LARGE_USD };
    const wallet = { id, address, network, ...figures, policyId, sessionId: '', token: '' };
    await this.newSession(wallet);
    return wallet;
  }
}
