import type { Faults } from './node/faults.js';

export type SolanaFaults = Partial<Faults> & {
  /** Clears every fault of this endpoint first. */
  readonly reset?: boolean;
  /** Sent bytes stay in the queue. */
  readonly hold?: boolean;
  /** No slots are made by the timer. */
  readonly paused?: boolean;
};

export interface SolanaAccountState {
  readonly lamports: bigint;
  readonly owner: string;
  readonly data?: Uint8Array;
}

/** The levers of one endpoint of a test chain. They answer under every fault. */
export class SolanaControl {
  constructor(readonly url: string) {}

  async call(method: string, ...params: unknown[]): Promise<unknown> {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const response = await fetch(this.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const answer = (await response.json()) as { result?: unknown; error?: { message: string } };
    if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.message}`);
    return answer.result;
  }

  async faults(faults: SolanaFaults): Promise<void> {
    await this.call('test_control', faults);
  }

  /** Clears the faults of this endpoint and lets the chain run. */
  async heal(): Promise<void> {
    await this.call('test_control', { reset: true, hold: false, paused: false });
  }

  /** How often a method was called at this endpoint, answered or not. */
  async calls(method: string): Promise<number> {
    return Number(await this.call('test_calls', method));
  }

  /** Makes slots at once; gives the newest. */
  async tick(slots = 1): Promise<number> {
    return Number(await this.call('test_tick', slots));
  }

  /** How many sent transactions wait for a slot. */
  async pending(): Promise<number> {
    return Number(await this.call('test_pending'));
  }

  async dropPending(): Promise<number> {
    return Number(await this.call('test_dropPending'));
  }

  async snapshot(): Promise<number> {
    return Number(await this.call('test_snapshot'));
  }

  /** A reorg: what landed since the snapshot never happened. */
  async rollback(snapshot: number): Promise<void> {
    if ((await this.call('test_rollback', snapshot)) !== true) throw new RangeError('there is no such snapshot');
  }

  async setAccount(address: string, account: SolanaAccountState): Promise<void> {
    const data = Buffer.from(account.data ?? []).toString('base64');
    await this.call('test_setAccount', address, { lamports: account.lamports.toString(), owner: account.owner, data });
  }

  /** Adds lamports from nowhere, at once. */
  async fund(address: string, lamports: bigint): Promise<void> {
    await this.call('test_credit', address, lamports.toString());
  }

  async balance(address: string): Promise<bigint> {
    const answer = (await this.call('getBalance', address, { commitment: 'processed' })) as { value: number };
    return BigInt(answer.value);
  }

  /** Runs signed bytes in the present slot. Throws when they fail. */
  async execute(wire: Uint8Array): Promise<void> {
    const { err, logs } = (await this.call('test_execute', Buffer.from(wire).toString('base64'))) as {
      err: unknown;
      logs: string[];
    };
    if (err !== null) throw new Error(`the set-up transaction failed: ${JSON.stringify(err)}\n${logs.join('\n')}`);
  }
}
