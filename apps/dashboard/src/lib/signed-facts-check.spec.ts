import { describe, expect, it } from 'vitest';
import { mismatchesOf, type Wanted } from './signed-facts-check';

const OWNER = '0x52908400098527886E0F7030069857D2E4169EE7';
const WALLET = { id: '0197', address: '0x8617E340B3D01FA5F11F306F4090FD50E238070D' };

const text = (statement: string, walletId = WALLET.id): string =>
  [
    'localhost:3100 wants you to sign in with your Ethereum account:',
    ...[OWNER, '', statement, '', 'URI: http://localhost:3100/v1', 'Version: 1', 'Nonce: 00'],
    ...['Expiration Time: 2027-01-01T00:00:00Z', 'Resources:', '- urn:waiaas:action:withdraw', `- urn:waiaas:wallet:${walletId}`],
  ].join('\n');

const wanted: Wanted = { action: 'withdraw', address: OWNER, chain: 'ethereum', wallet: WALLET };
const says = (address: string): string => `WITHDRAW everything to this address from wallet agent (${address})`;

describe('the text of an act on a wallet', () => {
  it('fits the wallet of the page', () => {
    expect(mismatchesOf(text(says(WALLET.address)), wanted)).toEqual([]);
  });

  it.each([
    ['names another wallet', text(says(WALLET.address), '0198'), 'wallet'],
    ['says the address of another one', text(says(OWNER)), 'statement'],
    ['says another act', text(`EXPORT in plain text the private key of wallet agent (${WALLET.address})`), 'statement'],
  ])('is refused where it %s', (_, altered, mismatch) => {
    expect(mismatchesOf(altered, wanted)).toEqual([mismatch]);
  });
});
