import { readAccounts } from '../rpc/accounts.js';
import type { Endpoint } from '../rpc/endpoint.js';

/** Those of the addresses at which no program stands. */
export async function readWithoutCode(endpoint: Endpoint, addresses: readonly string[]): Promise<readonly string[]> {
  const accounts = await readAccounts(endpoint, addresses);
  return addresses.filter((_, index) => accounts[index]?.isExecutable !== true);
}
