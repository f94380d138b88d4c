import { ObservedClock } from '../../common/time/observed-clock.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeChains } from '../../../test/fake-chains.js';
import { policyServices } from '../../../test/policy-services.js';
import { MASTER, sessionServices } from '../../../test/session-services.js';
import { storeWallet } from '../../../test/stored-wallet.js';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import { CodeElsewhere } from '../../infra/chains/code-elsewhere.js';
import { AddressWarnings } from './address-warnings.service.js';

const [P, Q] = ['0x1111111111111111111111111111111111111111', '0x2222222222222222222222222222222222222222'];
const PROGRAM = 'MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr';

let temporary: TemporaryDatabase;
let at: ReturnType<typeof policyServices>;
let chains: FakeChains;
let warnings: AddressWarnings;
let wallet: string;

beforeEach(async () => {
  temporary = await temporaryDatabase();
  at = policyServices(temporary.database, sessionServices(temporary.database));
  chains = new FakeChains();
  warnings = new AddressWarnings(new CodeElsewhere(chains, new ObservedClock()), at.policies);
  wallet = await storeWallet(temporary.database);
  chains.on('base-sepolia').contracts.add(P);
  chains.on('polygon-amoy');
});
afterEach(async () => temporary.drop());

const warned = async (type: string, rules: object, over: { walletId?: string | undefined; network?: string } = {}) =>
  warnings.of(await at.changes.create({ walletId: wallet, type, rules, ...over }, MASTER));
const spread = (path: string, address = P) => [
  { code: 'ADDRESS_NOT_EVERYWHERE', path, address, codeOn: ['base-sepolia'], noCodeOn: ['polygon-amoy'] },
];

describe('an address that is a contract on one network and nothing on another', () => {
  it.each([
    ['WHITELIST', { allowed_addresses: [Q, P] }, 'rules.allowed_addresses.1'],
    ['ALLOWED_TOKENS', { tokens: [{ address: P }] }, 'rules.tokens.0.address'],
    ['CONTRACT_WHITELIST', { contracts: [{ address: P }] }, 'rules.contracts.0.address'],
    ['METHOD_WHITELIST', { methods: [{ contractAddress: P, selectors: ['0x12345678'] }] }, 'rules.methods.0.contractAddress'],
    ['APPROVED_SPENDERS', { spenders: [{ address: P }] }, 'rules.spenders.0.address'],
    ['APPROVED_SPENDERS', { spenders: [{ address: Q, token: P }] }, 'rules.spenders.0.token'],
    ['LENDING_ASSET_WHITELIST', { assets: [{ address: P }] }, 'rules.assets.0.address'],
  ])('is told of for %s', async (type, rules, path) => {
    expect(await warned(type, rules)).toEqual(spread(path));
  });

  it('is told of on Solana for programs', async () => {
    const solana = await storeWallet(temporary.database, { chain: 'solana' });
    chains.on('solana-devnet').contracts.add(PROGRAM);
    chains.on('solana-testnet');
    const [warning] = await warned('CONTRACT_WHITELIST', { contracts: [{ address: PROGRAM }] }, { walletId: solana });
    expect(warning).toMatchObject({ address: PROGRAM, codeOn: ['solana-devnet'], noCodeOn: ['solana-testnet'] });
  });

  it('is no matter where the policy applies only where the code is', async () => {
    const rules = { contracts: [{ address: P }] };
    expect(await warned('CONTRACT_WHITELIST', rules, { network: 'base-sepolia' })).toEqual([]);
    expect(await warned('ALLOWED_TOKENS', { tokens: [{ address: P, assetId: `eip155:84532/erc20:${P}` }] })).toEqual([]);
    expect(await warned('CONTRACT_WHITELIST', rules, { network: 'polygon-amoy' })).toEqual(spread('rules.contracts.0.address'));
  });

  it('is looked for on the networks of the wallet alone, and on all for a global policy', async () => {
    chains.on('polygon-amoy').contracts.add(P);
    chains.on('base-mainnet');
    const rules = { allowed_addresses: [P] };
    expect(await warned('WHITELIST', rules)).toEqual([]);
    expect(await warned('WHITELIST', rules, { walletId: undefined })).toMatchObject([{ noCodeOn: ['base-mainnet'] }]);
  });

  it('is not guessed at where a network does not answer', async () => {
    chains.on('polygon-amoy').isDown = true;
    expect(await warned('WHITELIST', { allowed_addresses: [P] })).toEqual([]);
  });
});

describe('what is the same everywhere', () => {
  it('gives no warning', async () => {
    expect(await warned('WHITELIST', { allowed_addresses: [Q] })).toEqual([]);
    expect(await warned('RATE_LIMIT', { max_requests: 5, window_seconds: 60 })).toEqual([]);
  });
});
