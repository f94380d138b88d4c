import type { AdminTransaction } from '@waiaas/api-types';
import { toTransactionResponse } from '../transactions/transactions.mapper.js';
import type { AdminRow } from './admin-transactions.repository.js';

const MICROS_PER_USD = 1_000_000;

export function toAdminTransaction(row: AdminRow, walletName: string | null): AdminTransaction {
  const transaction = toTransactionResponse(row);
  const { amountFormatted, amountSymbol } = transaction;
  const withSymbol = [amountFormatted, amountSymbol].filter((part) => part !== null).join(' ');
  return {
    ...transaction,
    walletName,
    formattedAmount: amountFormatted === null ? null : withSymbol,
    amountUsd: row.usdMicros === null ? null : Number(row.usdMicros) / MICROS_PER_USD,
  };
}
