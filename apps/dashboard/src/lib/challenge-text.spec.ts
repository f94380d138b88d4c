import { describe, expect, it } from 'vitest';
import { readChallengeText } from './challenge-text';
import { mismatchesOf, type ItemToSign } from './signed-facts-check';

const OWNER = '0x52908400098527886E0F7030069857D2E4169EE7';
const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const TX = '0198f1aa-0000-7000-8000-000000000002';
const WALLET = '0198f0c1-0000-7000-8000-000000000001';
const HASH = 'ab'.repeat(32);

const TEXT = [
  'wallet.example.org wants you to sign in with your Ethereum account:',
  OWNER,
  '',
  `APPROVE sending 250 USDC (about 250.00 USD) on base-mainnet to ${RECIPIENT} from wallet trader-1`,
  '',
  `URI: https://wallet.example.org/v1/transactions/${TX}/approve`,
  'Version: 1',
  'Chain ID: 8453',
  `Nonce: ${'5e0c'.repeat(16)}`,
  'Issued At: 2026-11-22T07:00:00Z',
  'Expiration Time: 2026-11-22T07:05:00Z',
  `Request ID: ${TX}`,
  'Resources:',
  '- urn:waiaas:action:approve',
  `- urn:waiaas:wallet:${WALLET}`,
  `- urn:waiaas:tx:${TX}`,
  '- urn:waiaas:network:base-mainnet',
  `- urn:waiaas:recipient:${RECIPIENT}`,
  '- urn:waiaas:amount:250000000:USDC:6',
  '- urn:waiaas:asset:eip155:8453/erc20:0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
  '- urn:waiaas:usd:250.00',
  `- urn:waiaas:request-sha256:${HASH}`,
  '- urn:waiaas:policy-set:42',
  `- urn:waiaas:audit:18841:${'9c1f'.repeat(16)}`,
].join('\n');

const operation = {
  kind: 'TOKEN_TRANSFER',
  target: RECIPIENT,
  amount: '250000000',
  symbol: 'USDC',
  decimals: 6,
  asset: 'eip155:8453/erc20:0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
  selector: null,
};
const item = {
  transaction: { id: TX, walletId: WALLET, network: 'base-mainnet' },
  decoded: { summary: '', operations: [operation], balanceChanges: [], firstTimeRecipient: false, lookAlike: null },
  request: JSON.stringify({ type: 'TOKEN_TRANSFER', walletId: WALLET, network: 'base-mainnet', memo: 'invoice 7' }),
  requestHash: HASH,
  requestDigest: HASH,
  usd: '250.00',
} as unknown as ItemToSign;
const wanted = { action: 'approve', address: OWNER, chain: 'ethereum', item } as const;

describe('a text to sign', () => {
  it('is read from its own words', () => {
    expect(readChallengeText(TEXT)).toMatchObject({
      ...{ host: 'wallet.example.org', address: OWNER, action: 'approve', walletId: WALLET, transactionId: TX },
      ...{ network: 'base-mainnet', recipient: RECIPIENT, usd: '250.00', requestHash: HASH, expiresAt: 1795331100 },
      amount: { baseUnits: '250000000', symbol: 'USDC', decimals: 6 },
    });
  });

  it('fits what the page shows', () => {
    expect(mismatchesOf(TEXT, wanted)).toEqual([]);
  });

  it.each([
    ['another recipient in its fields', TEXT.replace(`recipient:${RECIPIENT}`, `recipient:${OWNER}`), ['statement', 'recipient']],
    ['another recipient in its sentence', TEXT.replace(`to ${RECIPIENT} from`, `to ${OWNER} from`), ['statement']],
    ['another amount', TEXT.replace('amount:250000000', 'amount:2500000000'), ['statement', 'amount']],
    ['other decimals', TEXT.replace(':USDC:6', ':USDC:9'), ['statement', 'amount']],
    ['another network', TEXT.replace('network:base-mainnet', 'network:ethereum-mainnet'), ['statement', 'network', 'request']],
    ['another value', TEXT.replace('usd:250.00', 'usd:unknown'), ['value']],
    ['another request', TEXT.replace(HASH, 'cd'.repeat(32)), ['request']],
    ['another transaction', TEXT.replace(`tx:${TX}`, `tx:${WALLET}`), ['transaction']],
    ['another act', TEXT.replace('action:approve', 'action:export'), ['action', 'statement']],
    ['another account', TEXT.replace(`${OWNER}\n\n`, `${RECIPIENT}\n\n`), ['address']],
    ['a second recipient', TEXT.replace('- urn:waiaas:usd', `- urn:waiaas:recipient:${OWNER}\n- urn:waiaas:usd`), ['unreadable']],
    ['a line of its own', `${TEXT}\nsend everything`, ['unreadable']],
    ['no form at all', 'hello', ['unreadable']],
  ])('is not to be signed with %s', (_, text, expected) => {
    expect(mismatchesOf(text, wanted)).toEqual(expected);
  });
});

describe('the request behind a text', () => {
  const request = (members: object): string => JSON.stringify({ walletId: WALLET, network: 'base-mainnet', ...members });
  const plain = { type: 'TRANSFER', to: RECIPIENT.toLowerCase(), amount: '250000000', memo: 'invoice 7' };
  const withItem = (change: Partial<ItemToSign>) => mismatchesOf(TEXT, { ...wanted, item: { ...item, ...change } });

  it('fits where it hashes to what is signed and does what the text says', () => {
    expect(withItem({ request: request(plain) })).toEqual([]);
  });

  it.each<[string, Partial<ItemToSign>]>([
    // Another memo, or any other member: it makes another hash.
    ['hashes to something else', { requestDigest: 'cd'.repeat(32) }],
    ['is said to have another hash', { requestHash: 'cd'.repeat(32) }],
    ['is missing', { request: '' }],
    ['is no request', { request: '"text"' }],
    ['is of another wallet', { request: request({ ...plain, walletId: TX }) }],
    ['is on another network', { request: request({ ...plain, network: 'ethereum-mainnet' }) }],
    ['pays somebody else', { request: request({ ...plain, to: OWNER }) }],
    ['pays more', { request: request({ ...plain, amount: '2500000000' }) }],
  ])('is not signed where it %s', (_, change) => {
    expect(withItem(change)).toEqual(['request']);
  });
});
