import { custom, integer, oneOf } from './setting.js';

// More digits are no figure anybody means, and the engine reads no more.
const USD = /^[0-9]{1,15}(?:\.[0-9]{1,18})?$/;

function parseUsd(input: unknown): string | undefined {
  const text = typeof input === 'number' ? String(input) : input;
  return typeof text === 'string' && USD.test(text) ? text : undefined;
}

const usd = (common: { readonly default: string; readonly description: string }) =>
  custom<string>({
    ...common,
    runtime: true,
    shape: { type: 'decimal' },
    expects: 'a value in USD, digits with at most 18 decimals',
    parse: parseUsd,
  });

export const transactionsSettings = {
  'transactions.duplicate_guard': oneOf({
    default: 'session',
    values: ['session', 'all', 'off'],
    runtime: true,
    description: 'Refuses a second identical send within 60 s: in sessions that ask for it, in all, or never.',
  }),
  'transactions.max_fee_usd': usd({
    default: '50',
    description:
      'The most one transaction may cost in fees; above it the request is denied. Where the coin has no price, `chain.<network>.max_fee_native` rules.',
  }),
  'transactions.daily_fee_budget_usd': usd({
    default: '250',
    description: 'Fees of one wallet in 24 hours; above it a human is asked.',
  }),
  'transactions.max_fee_bump_factor': integer({
    default: 5,
    min: 1,
    max: 100,
    runtime: true,
    description:
      'How many times its first price of gas a payment may offer in the end, sped up by a session or by the daemon itself. EVM.',
  }),
  'transactions.max_waiting_per_session': integer({
    default: 20,
    min: 1,
    max: 10_000,
    runtime: true,
    description: 'Requests of one session that may wait at a time; further ones that would wait are refused TOO_MANY_PENDING.',
  }),
  'transactions.max_waiting_per_wallet': integer({
    default: 50,
    min: 1,
    max: 10_000,
    runtime: true,
    description: 'The same for all sessions of one wallet together.',
  }),
  'transactions.max_gatherings_per_session': integer({
    default: 4,
    min: 1,
    max: 64,
    runtime: true,
    description: 'Requests of one session whose facts are read from nodes and prices at once; further ones wait for their turn.',
  }),
  'transactions.max_gatherings_per_network': integer({
    default: 16,
    min: 1,
    max: 256,
    runtime: true,
    description:
      'The same for all sessions of one network together. Half of what its nodes take at once leaves the workers their share.',
  }),
  'transactions.max_waits_per_session': integer({
    default: 8,
    min: 0,
    max: 100,
    runtime: true,
    description: 'Requests of one session that may wait for their outcome (`Prefer: wait`); further ones are answered at once.',
  }),
  'transactions.stuck_seconds': integer({
    default: 180,
    min: 0,
    max: 86_400,
    runtime: true,
    description:
      'How long the first open payment of a wallet waits for a block before it is sent again for a higher fee, if the network asks for one; 0 never. EVM.',
  }),
};
