import type { AttemptRef, ChainPort, SignedTransaction, TokenFacts, UnsignedTransaction } from '@waiaas/core';

/**
 * A fresh network of its own with one funded wallet on it, and a hand on what the network does next.
 * Nothing is included before `mine`, so that every waiting state can be seen.
 */
export interface ChainFixture {
  readonly chain: ChainPort;
  /** Holds `nativeHeld` base units of the coin and `tokenHeld` of `token`. */
  readonly sender: string;
  readonly nativeHeld: bigint;
  readonly token: TokenFacts;
  readonly tokenHeld: bigint;
  /** Valid addresses that the network has never seen. */
  readonly recipient: string;
  readonly stranger: string;
  /** A coin amount an account unknown so far may receive (above rent exemption on Solana). */
  readonly amount: bigint;
  /** A well-formed transaction hash that the network has never seen. */
  readonly unknownHash: string;
  /** Signs with the key of `sender`: what the signer process would answer. */
  sign(unsigned: UnsignedTransaction): Promise<string>;
  /** Signs with some other key. */
  signAsOther(unsigned: UnsignedTransaction): Promise<string>;
  /** What identifies these bytes to `fates`. */
  refOf(signed: SignedTransaction, unsigned: UnsignedTransaction): AttemptRef;
  /** Includes what waits, in one block. */
  mine(): Promise<void>;
  /** Moves the network on until everything included so far is final. */
  finalize(): Promise<void>;
  /** Removes a waiting transaction from every node, as a full or restarted mempool does. */
  drop(hash: string): Promise<void>;
  /** Makes a dropped transaction impossible for good: its nonce is used by another one, or its blockhash expires, finally. */
  kill(attempt: AttemptRef): Promise<void>;
  /** Takes back the newest block together with what it included. Absent where the test network cannot. */
  reorg?(): Promise<void>;
  /** No endpoint can be reached until `reconnect`. */
  disconnect(): Promise<void>;
  reconnect(): Promise<void>;
  /** The node takes the next broadcast, but its answer is lost on the way. */
  loseNextAnswer(): Promise<void>;
  close(): Promise<void>;
}

export type MakeChainFixture = () => Promise<ChainFixture>;
