import { chainPortContract } from '@waiaas/testing';
import { SolanaFixture } from './solana-fixture.js';

chainPortContract('the Solana adapter', () => SolanaFixture.start());
chainPortContract('the Solana adapter with two endpoints and a Token-2022 mint', () =>
  SolanaFixture.start({ endpoints: 2, mint: { program: 'spl-token-2022' } }),
);
