import { setTimeout as pause } from 'node:timers/promises';
import type { SeededRandom } from '../harness/seeded-random.js';
import type { Trouble } from './trouble.js';
import type { TortureWallet, TortureWorld } from './torture-world.js';

const LONGEST_MS = 600;

const anyWallet = ({ wallets }: TortureWorld, random: SeededRandom): TortureWallet => {
  const wallet = wallets[random.integer(wallets.length)];
  if (wallet === undefined) throw new Error('there are no wallets');
  return wallet;
};

/** What people do to a daemon that pays: policies, sessions, stops. Each ends with everything open again. */
export const PEOPLE_TROUBLES: readonly Trouble[] = [
  {
    name: 'freeze and recover',
    strike: async (world, random) => {
      const master = await world.master();
      await master.must(200, master.post('/v1/admin/kill-switch'));
      await pause(random.integer(LONGEST_MS));
      await master.must(200, master.post('/v1/admin/recover', { resumeWallets: true }));
      // The switch kills every session, and recovery brings none back.
      for (const wallet of world.wallets) await world.newSession(wallet);
    },
  },
  {
    name: 'suspend and resume',
    strike: async (world, random) => {
      const [master, { id }] = [await world.master(), anyWallet(world, random)];
      await master.must(200, master.post(`/v1/wallets/${id}/suspend`));
      await pause(random.integer(LONGEST_MS));
      await master.must(200, master.post(`/v1/wallets/${id}/resume`));
    },
  },
  {
    name: 'session revoked',
    strike: async (world, random) => {
      const [master, wallet] = [await world.master(), anyWallet(world, random)];
      await master.must(200, master.delete(`/v1/sessions/${wallet.sessionId}`));
      await world.newSession(wallet);
    },
  },
  {
    name: 'policy changes',
    strike: async (world, random) => {
      const [master, wallet] = [await world.master(), anyWallet(world, random)];
      const rules = (most: string) => ({
        rules: {
          token_limits: { [`native:${wallet.network.chain}`]: { instant_max: most, notify_max: most, delay_max: most } },
          delay_seconds: 60,
        },
      });
      await master.must(200, master.put(`/v1/policies/${wallet.policyId}`, rules('0')));
      await pause(random.integer(LONGEST_MS));
      await master.must(200, master.put(`/v1/policies/${wallet.policyId}`, rules('1000')));
    },
  },
];
