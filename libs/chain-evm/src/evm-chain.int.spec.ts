import { chainPortContract } from '@waiaas/testing';
import { makeAnvilFixture } from '../test/anvil-fixture.js';

chainPortContract('the EVM adapter on anvil', () => makeAnvilFixture());
