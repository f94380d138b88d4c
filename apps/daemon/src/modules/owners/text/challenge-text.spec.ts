import { networkOf } from '@waiaas/core';
import { describe, expect, it } from 'vitest';
import type { ApprovalFacts, ApprovalOperation } from '../approval-subject.port.js';
import type { ChallengeFacts, ChallengeTarget } from './challenge-facts.js';
import { lineText } from './line-text.js';
import { siweText } from './siwe-text.js';
import { approvalTextFits } from './text-size.js';

const OWNER = '0x52908400098527886E0F7030069857D2E4169EE7';
const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const USDC = '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913';
const SOLANA_OWNER = '9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM';
const SOLANA_TARGET = '4Nd1mYvJk1Fd1KPZ6j6oNZ1Q8ZC5uJ2sYgqk2kS5bT3P';
const WALLET = { id: '0198f0c1-0000-7000-8000-000000000001', name: 'trader-1', address: RECIPIENT };
const TX = '0198f1aa-0000-7000-8000-000000000002';
const HASH = 'ab'.repeat(32);
const NONCE = '5e0c'.repeat(16);
const HEAD = '9c1f'.repeat(16);

const transfer: ApprovalOperation = {
  line: 'TOKEN_TRANSFER',
  kind: 'TOKEN_TRANSFER',
  target: RECIPIENT,
  amount: '250000000',
  symbol: 'USDC',
  decimals: 6,
  asset: `eip155:8453/erc20:${USDC}`,
};

const request: ApprovalFacts = {
  transactionId: TX,
  walletId: WALLET.id,
  chain: 'ethereum',
  network: 'base-mainnet',
  type: 'TOKEN_TRANSFER',
  status: 'QUEUED',
  waitReason: 'APPROVAL',
  requestHash: HASH,
  policySetVersion: 42,
  usdMicros: '250000000',
  operations: [transfer],
};

function evm(target: ChallengeTarget): ChallengeFacts {
  return {
    target,
    address: OWNER,
    chain: 'ethereum',
    network: networkOf('base-mainnet'),
    origin: 'https://wallet.example.org',
    nonce: NONCE,
    issuedAt: 1795330800,
    expiresAt: 1795331100,
    audit: { id: 18841, hash: HEAD },
  };
}

function solana(target: ChallengeTarget): ChallengeFacts {
  return {
    ...evm(target),
    address: SOLANA_OWNER,
    chain: 'solana',
    network: networkOf('solana-devnet'),
    origin: 'http://127.0.0.1:3100',
  };
}

const solanaRequest: ApprovalFacts = {
  ...request,
  chain: 'solana',
  network: 'solana-devnet',
  type: 'TRANSFER',
  usdMicros: null,
  operations: [
    {
      line: 'TRANSFER',
      kind: 'TRANSFER',
      target: SOLANA_TARGET,
      amount: '1500000000',
      symbol: 'SOL',
      decimals: 9,
      asset: 'native:solana-devnet',
    },
  ],
};

describe('the EIP-4361 text', () => {
  it('states an EVM token transfer word for word', () => {
    expect(siweText(evm({ action: 'approve', wallet: WALLET, facts: request }))).toBe(
      [
        'wallet.example.org wants you to sign in with your Ethereum account:',
        OWNER,
        '',
        `APPROVE sending 250 USDC (about 250.00 USD) on base-mainnet to ${RECIPIENT} from wallet trader-1`,
        '',
        `URI: https://wallet.example.org/v1/transactions/${TX}/approve`,
        'Version: 1',
        'Chain ID: 8453',
        `Nonce: ${NONCE}`,
        'Issued At: 2026-11-22T07:00:00Z',
        'Expiration Time: 2026-11-22T07:05:00Z',
        `Request ID: ${TX}`,
        'Resources:',
        '- urn:waiaas:action:approve',
        `- urn:waiaas:wallet:${WALLET.id}`,
        `- urn:waiaas:tx:${TX}`,
        '- urn:waiaas:network:base-mainnet',
        `- urn:waiaas:recipient:${RECIPIENT}`,
        '- urn:waiaas:amount:250000000:USDC:6',
        `- urn:waiaas:asset:eip155:8453/erc20:${USDC}`,
        '- urn:waiaas:usd:250.00',
        `- urn:waiaas:request-sha256:${HASH}`,
        '- urn:waiaas:policy-set:42',
        `- urn:waiaas:audit:18841:${HEAD}`,
      ].join('\n'),
    );
  });

  it('names account and chain the Solana way and never guesses an unknown price', () => {
    const text = siweText(solana({ action: 'reject', wallet: WALLET, facts: solanaRequest }));
    expect(text.split('\n').slice(0, 8)).toEqual([
      '127.0.0.1:3100 wants you to sign in with your Solana account:',
      SOLANA_OWNER,
      '',
      `REJECT sending 1.5 SOL (USD value unknown) on solana-devnet to ${SOLANA_TARGET} from wallet trader-1`,
      '',
      `URI: http://127.0.0.1:3100/v1/transactions/${TX}/reject`,
      'Version: 1',
      'Chain ID: devnet',
    ]);
    expect(text).toContain('\n- urn:waiaas:usd:unknown\n');
    expect(text).toContain('\n- urn:waiaas:asset:native:solana-devnet\n');
  });

  it('lists every operation of a batch with target, amount and asset', () => {
    const approve: ApprovalOperation = { ...transfer, line: 'APPROVE', kind: 'APPROVE', amount: '7' };
    const call: ApprovalOperation = {
      line: 'CALL',
      kind: 'CONTRACT_CALL',
      target: USDC,
      amount: null,
      symbol: null,
      decimals: null,
      asset: null,
      selector: '0xa9059cbb',
    };
    const text = siweText(
      evm({ action: 'approve', wallet: WALLET, facts: { ...request, type: 'BATCH', operations: [transfer, approve, call] } }),
    );
    expect(text).toContain('APPROVE a BATCH of 3 operations (about 250.00 USD) on base-mainnet from wallet trader-1');
    expect(text.split('\n').filter((line) => line.includes(':op'))).toEqual([
      `- urn:waiaas:op:1:TOKEN_TRANSFER:${RECIPIENT}:250000000:USDC`,
      `- urn:waiaas:op:2:APPROVE:${RECIPIENT}:7:USDC`,
      `- urn:waiaas:op:3:CONTRACT_CALL/0xa9059cbb:${USDC}:unknown:NONE`,
      `- urn:waiaas:op-asset:1,2:eip155:8453/erc20:${USDC}`,
    ]);
  });

  it('says UNVERIFIED and the ends of the address where the registry knows no symbol', () => {
    const facts = { ...request, operations: [{ ...transfer, symbol: null }] };
    const text = siweText(evm({ action: 'approve', wallet: WALLET, facts }));
    expect(text).toContain('sending 250 UNVERIFIED-0x833589..A02913 (about');
    expect(text).toContain('urn:waiaas:amount:250000000:UNVERIFIED-0x833589..A02913:6');
  });

  it('keeps USD values to the micro-dollar', () => {
    const text = siweText(evm({ action: 'approve', wallet: WALLET, facts: { ...request, usdMicros: '1234567' } }));
    expect(text).toContain('urn:waiaas:usd:1.234567\n');
  });

  it('lets no wallet name open a line, a field or leave the grammar', () => {
    const wallet = { ...WALLET, name: 'x\nNonce: 0|y="é"' };
    const text = siweText(evm({ action: 'terminate', wallet }));
    expect(text.split('\n')[3]).toBe(`TERMINATE for ever wallet x_Nonce: 0_y=___ (${RECIPIENT})`);
  });

  it('binds remove-owner to its body and freeze to no wallet', () => {
    expect(siweText(evm({ action: 'remove-owner', wallet: WALLET, bodyHash: HASH }))).toContain(
      `\n- urn:waiaas:request-sha256:${HASH}\n`,
    );
    const freeze = siweText(evm({ action: 'freeze' }));
    expect(freeze).toContain('URI: https://wallet.example.org/v1/owner/kill-switch');
    expect(freeze).not.toContain('urn:waiaas:wallet');
    expect(freeze).not.toContain('Request ID');
  });
});

describe('the one-line text', () => {
  it('states a Solana transfer word for word', () => {
    expect(lineText(solana({ action: 'approve', wallet: WALLET, facts: solanaRequest }))).toBe(
      `WAIaaS v1|action=approve|wallet=${WALLET.id}|tx=${TX}|network=solana-devnet|to=${SOLANA_TARGET}|amount=1500000000:SOL:9` +
        `|asset=native:solana-devnet|usd=unknown|sha256=${HASH}|policySet=42|audit=18841:${HEAD}|nonce=${NONCE}` +
        '|iat=2026-11-22T07:00:00Z|exp=2026-11-22T07:05:00Z',
    );
  });

  it('lets no symbol open a field', () => {
    const operations = solanaRequest.operations.map((operation) => ({ ...operation, symbol: 'A|usd=0' }));
    const line = lineText(solana({ action: 'approve', wallet: WALLET, facts: { ...solanaRequest, operations } }));
    expect(line.match(/usd=/g)).toHaveLength(1);
    expect(line).toContain('amount=1500000000:A_usd_0:9');
  });
});

describe('the size of an approval text', () => {
  const batchOf = (count: number, assetOf: (index: number) => string): ApprovalFacts => ({
    ...request,
    type: 'BATCH',
    operations: Array.from({ length: count }, (_, index) => ({ ...transfer, asset: assetOf(index) })),
  });
  const origin = 'https://wallet.example.org';

  it('fits a batch of twenty transfers of one token', () => {
    expect(
      approvalTextFits(
        batchOf(20, () => `eip155:8453/erc20:${USDC}`),
        WALLET,
        origin,
      ),
    ).toBe(true);
  });

  it('does not fit what would have to be shortened', () => {
    expect(
      approvalTextFits(
        batchOf(64, (index) => `eip155:8453/erc20:${USDC}${index}`),
        WALLET,
        origin,
      ),
    ).toBe(false);
  });
});
