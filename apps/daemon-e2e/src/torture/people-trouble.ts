import { setTimeout as pause } from 'node:timers/promises';
import type { SeededRandom } from '../harness/seeded-random.js';
import type { TortureWallet, TortureWorld } from './torture-world.js';
import { LONG_MS, SHORT_MS, type Trouble } from './trouble.js';

const anyWallet = ({ wallets }: TortureWorld, random: SeededRandom): TortureWallet => {
  const wallet = wallets[random.integer(wallets.length)];
  if (wallet === undefined) throw new Error('there are no wallets');
  return wallet;
};

/** What people do to a daemon that pays: policies, sessions, stops. Each ends with everything open again. */
export const PEOPLE_TROUBLES: readonly Trouble[] = [
  {
    name: 'freeze and recover',
    weight: 3,
    isLong: true,
    strike: async (world, random) => {
      const master = await world.master();
      await master.must(200, master.post('/v1/admin/kill-switch'));
      await pause(random.integer(LONG_MS));
      await world.recover();
    },
  },
  {
    name: 'suspend and resume',
    weight: 24,
    isAlone: true,
    strike: async (world, random) => {
      const [master, { id }] = [await world.master(), anyWallet(world, random)];
      await master.must(200, master.post(`/v1/wallets/${id}/suspend`));
      await pause(random.integer(SHORT_MS));
      await master.must(200, master.post(`/v1/wallets/${id}/resume`));
    },
  },
  {
    name: 'session revoked',
    weight: 30,
    isAlone: true,
    strike: async (world, random) => {
      const [master, wallet] = [await world.master(), anyWallet(world, random)];
      await master.must(200, master.delete(`/v1/sessions/${wallet.sessionId}`));
      await world.newSession(wallet);
    },
  },
  {
    name: 'policy changes',
    weight: 24,
    isAlone: true,
    makesWait: true,
    strike: async (world, random) => {
      const [master, wallet] = [await world.master(), anyWallet(world, random)];
      const rules = (most: string) => ({
        rules: {
          token_limits: { [`native:${wallet.network.chain}`]: { instant_max: most, notify_max: most, delay_max: most } },
          delay_seconds: 60,
        },
      });
      await master.must(200, master.put(`/v1/policies/${wallet.policyId}`, rules('0')));
      await pause(random.integer(SHORT_MS));
      await master.must(200, master.put(`/v1/policies/${wallet.policyId}`, rules('1000')));
    },
  },
];
