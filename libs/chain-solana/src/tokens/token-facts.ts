import { PublicKey } from '@solana/web3.js';
import type { TokenFacts } from '@waiaas/core';
import { METADATA_PROGRAM_ID } from '../program-ids.js';
import { readAccounts, type AccountState } from '../rpc/accounts.js';
import type { Endpoint } from '../rpc/endpoint.js';
import { readNameAndSymbol } from './mint-extensions.js';
import { mintState } from './token-state.js';

/** Of the Metaplex token metadata account: key, update authority and mint stand before the name. */
const NAME_OFFSET = 65;

/** Facts of a mint; undefined where none is. Name and symbol are the mint's own words, empty where it has none. */
export async function readTokenFacts(endpoint: Endpoint, address: string): Promise<TokenFacts | undefined> {
  const [account, metadata] = await readAccounts(endpoint, [address, metadataAddress(address)]);
  const mint = mintState(account);
  if (mint === undefined) return undefined;
  const texts = mint.name === undefined ? legacyTexts(metadata) : { name: mint.name, symbol: mint.symbol ?? '' };
  return {
    address,
    decimals: mint.decimals,
    ...texts,
    standard: mint.program === 'spl-token' ? 'SPL' : 'SPL-2022',
    ...(mint.extensions.length === 0 ? {} : { extensions: mint.extensions }),
  };
}

function metadataAddress(mint: string): string {
  const seeds = [Buffer.from('metadata'), METADATA_PROGRAM_ID.toBytes(), new PublicKey(mint).toBytes()];
  return PublicKey.findProgramAddressSync(seeds, METADATA_PROGRAM_ID)[0].toBase58();
}

function legacyTexts(account: AccountState | undefined): { readonly name: string; readonly symbol: string } {
  const isMetadata = account?.owner === METADATA_PROGRAM_ID.toBase58();
  const texts = isMetadata ? readNameAndSymbol(account.data.subarray(NAME_OFFSET)) : undefined;
  return texts ?? { name: '', symbol: '' };
}
