import { oneOf } from './setting.js';

export const transactionsSettings = {
  'transactions.duplicate_guard': oneOf({
    default: 'session',
    values: ['session', 'all', 'off'],
    runtime: true,
    description: 'Refuses a second identical send within 60 s: in sessions that ask for it, in all, or never.',
  }),
};
