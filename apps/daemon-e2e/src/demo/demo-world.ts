import { randomBytes } from 'node:crypto';
import {
  startAnvil,
  startPriceServer,
  startSolanaNode,
  SOLANA_GENESIS,
  type AnvilNode,
  type PriceServer,
  type SolanaNode,
} from '@waiaas/testing';
import { Api } from '../harness/api.js';
import { DaemonProcess } from '../harness/daemon-process.js';
import { ChatServer } from './chat-server.js';

export interface DemoWallet {
  readonly id: string;
  readonly address: string;
  readonly token: string;
}

const PRICES = { ethereum: '2000', solana: '150' } as const;

/** Two chains that pass for mainnet on this machine alone, prices, a chat, and the daemon as an operator starts it. */
export class DemoWorld {
  readonly password = randomBytes(18).toString('base64url');
  readonly chat = new ChatServer();
  #evm: AnvilNode | undefined;
  #solana: SolanaNode | undefined;
  #prices: PriceServer | undefined;
  #daemon: DaemonProcess | undefined;

  get evm(): AnvilNode {
    return present(this.#evm);
  }

  get solana(): SolanaNode {
    return present(this.#solana);
  }

  get daemon(): DaemonProcess {
    return present(this.#daemon);
  }

  async startChains(): Promise<void> {
    this.#evm = await startAnvil({ chainId: 1 });
    this.#solana = await startSolanaNode({ genesisHash: SOLANA_GENESIS['solana-mainnet'], slotMs: 400 });
  }

  async startPrices(): Promise<void> {
    const at = Math.floor(Date.now() / 1000);
    this.#prices = await startPriceServer();
    for (const [coin, price] of Object.entries(PRICES)) this.#prices.quote(coin, { price, at });
    await this.chat.start();
  }

  async startDaemon(): Promise<void> {
    this.#daemon = await DaemonProcess.start({
      env: {
        WAIAAS_MASTER_PASSWORD: this.password,
        WAIAAS_RPC_EVM_ETHEREUM_MAINNET: this.evm.url,
        WAIAAS_RPC_SOLANA_MAINNET: this.solana.url,
        WAIAAS_CHAIN_ETHEREUM_MAINNET_CONFIRMATIONS: '1',
        WAIAAS_CHAIN_POLL_MS: '100',
        WAIAAS_PRICES_COINGECKO_URL: present(this.#prices).url,
        WAIAAS_NOTIFICATIONS_ALLOW_PRIVATE: 'true',
        WAIAAS_NOTIFICATIONS_COALESCE_SECONDS: '0',
        WAIAAS_NOTIFICATIONS_SLACK_URL: this.chat.url,
      },
    });
  }

  /** Ends the daemon between any two instructions and starts it again; how long until it answered, in milliseconds. */
  async killAndRestart(meanwhile: () => Promise<void>): Promise<number> {
    await this.daemon.kill();
    await meanwhile();
    const startedAt = performance.now();
    this.#daemon = await this.daemon.restart();
    return Math.round(performance.now() - startedAt);
  }

  async master(): Promise<Api> {
    return Api.master(await this.daemon.url(), this.password);
  }

  async agent(wallet: DemoWallet): Promise<Api> {
    return Api.session(await this.daemon.url(), wallet.token);
  }

  async balance(address: string): Promise<bigint> {
    return address.startsWith('0x')
      ? BigInt(await this.evm.rpc<string>('eth_getBalance', address, 'latest'))
      : this.solana.control.balance(address);
  }

  /** Ends every process and removes every file; may be called at any time, and twice. */
  async end(): Promise<void> {
    const { evm, solana, prices, daemon } = { evm: this.#evm, solana: this.#solana, prices: this.#prices, daemon: this.#daemon };
    this.chat.stop();
    await Promise.allSettled([daemon?.dispose(), evm?.stop(), solana?.stop(), prices?.close()]);
  }
}

function present<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the demo has not come that far');
  return part;
}
