import { DaemonProcess } from '../harness/daemon-process.js';
import { Api } from '../harness/api.js';
import { EvmNetwork } from '../harness/evm-network.js';
import { SolanaNetwork } from '../harness/solana-network.js';
import { rpcEnvironment, type TestNetwork } from '../harness/test-network.js';
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

/** Two chains, a daemon, and wallets with and without a limit on each chain. */
export class TortureWorld {
  readonly wallets: TortureWallet[] = [];

  private constructor(
    readonly ethereum: EvmNetwork,
    readonly solana: SolanaNetwork,
    public daemon: DaemonProcess,
  ) {}

  static async start(): Promise<TortureWorld> {
    const [ethereum, solana] = await Promise.all([
      EvmNetwork.start('ethereum-sepolia', { blockTimeSeconds: 1 }),
      // At the pace of the real one, a blockhash outlives a restart on a loaded machine.
      SolanaNetwork.start({ slotMs: 400 }),
    ]);
    const daemon = await DaemonProcess.start({
      env: {
        ...QUIET_LIMITS,
        ...rpcEnvironment(ethereum, solana),
        WAIAAS_MASTER_PASSWORD: PASSWORD,
        WAIAAS_PRICES_FIXED: PRICES,
        WAIAAS_RPC_TIMEOUT_MS: '2000',
        WAIAAS_TRANSACTIONS_STUCK_SECONDS: '3',
        WAIAAS_TRANSACTIONS_DAILY_FEE_BUDGET_USD: '1000000000',
        WAIAAS_SECURITY_MAX_SESSIONS_PER_WALLET: '10000',
      },
    });
    const world = new TortureWorld(ethereum, solana, daemon);
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

  /** After whatever end it has come to. */
  async restart(): Promise<void> {
    this.daemon = await this.daemon.restart();
  }

  async stop(): Promise<void> {
    await this.daemon.dispose();
    await Promise.all(this.networks.map((network) => network.stop()));
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
