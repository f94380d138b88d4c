import { randomUUID } from 'node:crypto';
import {
  MOVES_VALUE,
  NETWORK,
  READS,
  schema,
  type Tool,
  type ToolArguments,
  type ToolContext,
  WALLET,
  withWallet,
} from '../tool.js';
import { ToolFailure } from '../tool-failure.js';

const AMOUNT = {
  type: 'string',
  pattern: '^[0-9]{1,78}$',
  description: 'In base units (wei, lamports). This or humanAmount, never both.',
};
const HUMAN_AMOUNT = { type: 'string', pattern: '^[0-9]+(?:[.][0-9]+)?$', description: 'As people write it, such as "0.25".' };
const TOKEN = {
  type: 'object',
  description: 'The token: its assetId (CAIP-19), or address with decimals and symbol. For an NFT address, tokenId and standard.',
};
const TYPES = ['TRANSFER', 'TOKEN_TRANSFER', 'CONTRACT_CALL', 'APPROVE', 'BATCH', 'NFT_TRANSFER', 'CONTRACT_DEPLOY'];

/** The fields of a transaction. The daemon judges them, and names those that are wrong. */
const REQUEST = {
  type: { type: 'string', enum: TYPES, description: 'Absent: TRANSFER of the coin.' },
  network: NETWORK,
  walletId: WALLET,
  to: { type: 'string', description: 'Recipient or contract.' },
  amount: AMOUNT,
  humanAmount: HUMAN_AMOUNT,
  token: TOKEN,
  memo: { type: 'string', maxLength: 256 },
  spender: { type: 'string', description: 'APPROVE: who may spend.' },
  nft: { type: 'object', description: 'APPROVE of an NFT: tokenId and standard.' },
  calldata: { type: 'string', description: 'CONTRACT_CALL on EVM: 0x hex.' },
  abi: {
    type: 'array',
    description: 'CONTRACT_CALL on EVM: the ABI of the method, so that it can be shown.',
    items: { type: 'object' },
  },
  value: { type: 'string', description: 'Coin sent with a call, in base units.' },
  programId: { type: 'string', description: 'CONTRACT_CALL on Solana.' },
  instructionData: { type: 'string', description: 'CONTRACT_CALL on Solana: base64.' },
  accounts: { type: 'array', items: { type: 'object' }, description: 'CONTRACT_CALL on Solana: pubkey, isSigner, isWritable.' },
  instructions: { type: 'array', items: { type: 'object' }, description: 'BATCH on Solana: 2 to 20 of the other types.' },
  bytecode: { type: 'string', description: 'CONTRACT_DEPLOY: 0x hex.' },
  constructorArgs: { type: 'string', description: 'CONTRACT_DEPLOY: 0x hex.' },
  gasCondition: { type: 'object', description: 'Wait for cheap gas: maxGasPrice or maxPriorityFee, and timeout.' },
};

const IDEMPOTENCY_KEY = {
  type: 'string',
  pattern: '^[\\x21-\\x7e]{1,128}$',
  description: 'Names this payment. Repeat it when you try again: the payment is then made once at most.',
};
const WAIT_SECONDS = {
  type: 'integer',
  minimum: 1,
  maximum: 60,
  description: 'Wait this long for the outcome before answering.',
};
const SLACK_MS = 30_000;

/** Without a key of the caller's one is made and told, so that a send whose answer was lost can be asked for again. */
async function send(input: ToolArguments, context: ToolContext): Promise<unknown> {
  const { idempotencyKey, waitSeconds, ...request } = input;
  const key = typeof idempotencyKey === 'string' ? idempotencyKey : randomUUID();
  const seconds = typeof waitSeconds === 'number' ? waitSeconds : 0;
  try {
    const answer = await context.daemon.call({
      method: 'POST',
      path: '/v1/transactions/send',
      body: withWallet(request, context),
      headers: { 'idempotency-key': key, ...(seconds > 0 ? { prefer: `wait=${String(seconds)}` } : {}) },
      timeoutMs: SLACK_MS + seconds * 1000,
      signal: context.signal,
    });
    return { idempotencyKey: key, ...(answer as object) };
  } catch (error) {
    throw error instanceof ToolFailure ? new ToolFailure({ ...error.report, idempotencyKey: key }) : error;
  }
}

export const paymentTools: readonly Tool[] = [
  {
    name: 'simulate_transaction',
    title: 'What a payment would do',
    description:
      'Says whether policies would allow a payment, which of them speak, what it costs and what it changes. Nothing is stored or sent.',
    inputSchema: schema(REQUEST),
    annotations: READS,
    run: async (input, context) =>
      context.daemon.call({
        method: 'POST',
        path: '/v1/transactions/simulate',
        body: withWallet(input, context),
        signal: context.signal,
      }),
  },
  {
    name: 'send_transaction',
    title: 'Pay',
    description:
      'Makes a payment within the policies. EXECUTING runs; QUEUED waits for time or for a person: use wait_for_transaction, and do not send it ' +
      'again. POLICY_DENIED names the rule; another attempt at the same changes nothing.',
    inputSchema: schema({ ...REQUEST, idempotencyKey: IDEMPOTENCY_KEY, waitSeconds: WAIT_SECONDS }),
    annotations: MOVES_VALUE,
    run: send,
  },
  {
    name: 'sign_message',
    title: 'Sign a message',
    description:
      'Signs a text or typed data, where policies allow it. Permits count as approvals; most else is for a person, and is refused.',
    inputSchema: schema(
      {
        signType: { type: 'string', enum: ['personal', 'typedData'] },
        message: { type: 'string', description: 'Of personal.' },
        typedData: { type: 'object', description: 'Of typedData: EIP-712.' },
        network: NETWORK,
        walletId: WALLET,
      },
      ['signType'],
    ),
    annotations: MOVES_VALUE,
    run: async (input, context) =>
      context.daemon.call({
        method: 'POST',
        path: '/v1/transactions/sign-message',
        body: withWallet(input, context),
        signal: context.signal,
      }),
  },
];
