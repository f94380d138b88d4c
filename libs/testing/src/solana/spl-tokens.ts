import {
  createAssociatedTokenAccountIdempotentInstruction,
  createInitializeInterestBearingMintInstruction,
  createInitializeMint2Instruction,
  createInitializeTransferFeeConfigInstruction,
  createMintToInstruction,
  ExtensionType,
  getAssociatedTokenAddressSync,
  getMintLen,
  TOKEN_2022_PROGRAM_ID,
  TOKEN_PROGRAM_ID,
} from '@solana/spl-token';
import {
  Keypair,
  PublicKey,
  SystemProgram,
  TransactionMessage,
  VersionedTransaction,
  type TransactionInstruction,
} from '@solana/web3.js';
import type { SolanaControl } from './solana-control.js';

export interface MintOptions {
  readonly decimals?: number;
  readonly program?: 'spl-token' | 'spl-token-2022';
  /** Token-2022 alone: basis points taken from every transfer. */
  readonly transferFeeBasisPoints?: number;
  /** Token-2022 alone: what is shown of a balance grows by this a year. */
  readonly interestBasisPoints?: number;
}

const SETUP_LAMPORTS = 10_000_000_000n;
const MAX_TRANSFER_FEE = 2n ** 63n;

/** Mints and token accounts made by real transactions of a payer of its own, at once and without waiting for a slot. */
export class SplTokens {
  readonly #payer = Keypair.generate();
  readonly #programs = new Map<string, PublicKey>();
  #isFunded = false;

  constructor(private readonly control: SolanaControl) {}

  /** A new mint; its authority is this object. Gives the address. */
  async createMint(options: MintOptions = {}): Promise<string> {
    const program = options.program === 'spl-token-2022' ? TOKEN_2022_PROGRAM_ID : TOKEN_PROGRAM_ID;
    const fee = options.transferFeeBasisPoints;
    const mint = Keypair.generate();
    const rate = options.interestBasisPoints;
    const space = getMintLen([
      ...(fee === undefined ? [] : [ExtensionType.TransferFeeConfig]),
      ...(rate === undefined ? [] : [ExtensionType.InterestBearingConfig]),
    ]);
    const { publicKey } = this.#payer;
    const lamports = Number(await this.control.call('getMinimumBalanceForRentExemption', space));
    const create = { fromPubkey: publicKey, newAccountPubkey: mint.publicKey, space, lamports, programId: program };
    const feeConfig =
      fee === undefined
        ? []
        : [createInitializeTransferFeeConfigInstruction(mint.publicKey, publicKey, publicKey, fee, MAX_TRANSFER_FEE, program)];
    const interest =
      rate === undefined ? [] : [createInitializeInterestBearingMintInstruction(mint.publicKey, publicKey, rate, program)];
    const initialize = createInitializeMint2Instruction(mint.publicKey, options.decimals ?? 6, publicKey, null, program);
    await this.#run([SystemProgram.createAccount(create), ...feeConfig, ...interest, initialize], [mint]);
    this.#programs.set(mint.publicKey.toBase58(), program);
    return mint.publicKey.toBase58();
  }

  /** Creates the owner's associated token account where needed and mints into it. Gives the account's address. */
  async mintTo(mint: string, owner: string, amount: bigint): Promise<string> {
    const account = await this.createAccount(mint, owner);
    const program = this.#programOf(mint);
    const { publicKey } = this.#payer;
    await this.#run([createMintToInstruction(new PublicKey(mint), new PublicKey(account), publicKey, amount, [], program)], []);
    return account;
  }

  async createAccount(mint: string, owner: string): Promise<string> {
    const address = this.accountOf(mint, owner);
    const keys = [new PublicKey(address), new PublicKey(owner), new PublicKey(mint)] as const;
    await this.#run(
      [createAssociatedTokenAccountIdempotentInstruction(this.#payer.publicKey, ...keys, this.#programOf(mint))],
      [],
    );
    return address;
  }

  /** The owner's associated token account, whether it exists or not. */
  accountOf(mint: string, owner: string): string {
    return getAssociatedTokenAddressSync(new PublicKey(mint), new PublicKey(owner), true, this.#programOf(mint)).toBase58();
  }

  /** Base units in the owner's associated token account; 0 where there is none. */
  async balance(mint: string, owner: string): Promise<bigint> {
    const [answer] = (await Promise.all([
      this.control.call('getTokenAccountsByOwner', owner, { mint }, { encoding: 'jsonParsed', commitment: 'processed' }),
    ])) as [ParsedAccounts];
    const account = this.accountOf(mint, owner);
    const found = answer.value.find((candidate) => candidate.pubkey === account);
    return BigInt(found?.account.data.parsed.info.tokenAmount.amount ?? '0');
  }

  #programOf(mint: string): PublicKey {
    const program = this.#programs.get(mint);
    if (program === undefined) throw new RangeError('this mint was made elsewhere');
    return program;
  }

  async #run(instructions: TransactionInstruction[], signers: Keypair[]): Promise<void> {
    if (!this.#isFunded) await this.control.fund(this.#payer.publicKey.toBase58(), SETUP_LAMPORTS);
    this.#isFunded = true;
    const { value } = (await this.control.call('getLatestBlockhash', { commitment: 'confirmed' })) as LatestBlockhash;
    const message = new TransactionMessage({ payerKey: this.#payer.publicKey, recentBlockhash: value.blockhash, instructions });
    const transaction = new VersionedTransaction(message.compileToV0Message());
    transaction.sign([this.#payer, ...signers]);
    await this.control.execute(transaction.serialize());
  }
}

interface LatestBlockhash {
  readonly value: { readonly blockhash: string };
}

interface ParsedAccounts {
  readonly value: readonly {
    readonly pubkey: string;
    readonly account: {
      readonly data: { readonly parsed: { readonly info: { readonly tokenAmount: { readonly amount: string } } } };
    };
  }[];
}
