import { VersionedTransaction, type MessageCompiledInstruction } from '@solana/web3.js';
import { base58 } from '@scure/base';
import type { LandedTransaction } from './test-chain.js';

function printInstruction(instruction: MessageCompiledInstruction): unknown {
  return {
    programIdIndex: instruction.programIdIndex,
    accounts: [...instruction.accountKeyIndexes],
    data: base58.encode(instruction.data),
    stackHeight: null,
  };
}

function jsonTransaction(landed: LandedTransaction, isParsed: boolean): unknown {
  const { message, signatures } = VersionedTransaction.deserialize(landed.bytes);
  const keys = message.staticAccountKeys.map((key) => key.toBase58());
  const parsedKeys = keys.map((pubkey, index) => ({
    pubkey,
    signer: message.isAccountSigner(index),
    writable: message.isAccountWritable(index),
    source: 'transaction',
  }));
  const parsedInstructions = message.compiledInstructions.map((instruction) => ({
    programId: keys[instruction.programIdIndex] ?? '',
    accounts: [...instruction.accountKeyIndexes].map((index) => keys[index] ?? ''),
    data: base58.encode(instruction.data),
    stackHeight: null,
  }));
  return {
    signatures: signatures.map((signature) => base58.encode(signature)),
    message: {
      header: message.header,
      accountKeys: isParsed ? parsedKeys : keys,
      recentBlockhash: message.recentBlockhash,
      instructions: isParsed ? parsedInstructions : message.compiledInstructions.map(printInstruction),
      addressTableLookups: message.addressTableLookups.map((lookup) => ({
        accountKey: lookup.accountKey.toBase58(),
        writableIndexes: lookup.writableIndexes,
        readonlyIndexes: lookup.readonlyIndexes,
      })),
    },
  };
}

/** A landed transaction as getTransaction prints it; instructions are never decoded further. */
export function printTransaction(landed: LandedTransaction, options: Readonly<Record<string, unknown>>): unknown {
  const encoding = options['encoding'] ?? 'json';
  const { version } = VersionedTransaction.deserialize(landed.bytes);
  // Whatever the others gained or lost together is what left as the fee.
  const before = landed.preBalances.reduce((sum, lamports) => sum + lamports, 0n);
  const after = landed.postBalances.reduce((sum, lamports) => sum + lamports, 0n);
  return {
    slot: landed.slot,
    blockTime: landed.unixSeconds,
    version,
    transaction:
      encoding === 'base64'
        ? [Buffer.from(landed.bytes).toString('base64'), 'base64']
        : jsonTransaction(landed, encoding === 'jsonParsed'),
    meta: {
      err: landed.err,
      status: landed.err === null ? { Ok: null } : { Err: landed.err },
      fee: Number(before - after),
      preBalances: landed.preBalances.map(Number),
      postBalances: landed.postBalances.map(Number),
      preTokenBalances: [],
      postTokenBalances: [],
      innerInstructions: [],
      logMessages: landed.logs,
      loadedAddresses: { writable: [], readonly: [] },
      computeUnitsConsumed: landed.unitsConsumed,
    },
  };
}
