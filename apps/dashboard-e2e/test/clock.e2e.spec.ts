import { createWallet, eventually, MachineClock } from '@waiaas/daemon-e2e';
import { startAnvil, type AnvilNode } from '@waiaas/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { openAsAdmin, stepUp } from '../src/admin-visit.js';
import { useDashboard } from '../src/dashboard-test.js';
import { SCREENS } from '../src/visitor.js';

const TO = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const AHEAD_SECONDS = 300;
const machine = MachineClock.make();

describe.skipIf(machine === undefined)('a clock that cannot be believed', () => {
  let anvil: AnvilNode;
  const { daemon, visit } = useDashboard(async () => {
    anvil = await startAnvil({ chainId: 11155111 });
    return { WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: anvil.url, WAIAAS_PRICES_FIXED: 'native:ethereum=1000', ...machine?.env };
  });
  afterAll(async () => {
    await anvil.stop();
    machine?.dispose();
  });

  it('is told on every page, with what it holds back, until the admin confirms it with the password', async () => {
    const wallet = await createWallet(daemon(), { policyPreset: 'testnet' });
    await anvil.setBalance(wallet.address, 10n ** 19n);
    const visitor = await openAsAdmin(visit, '/sessions', { viewport: SCREENS.phone });
    expect(await visitor.page.getByText('The clock of this machine cannot be believed').count()).toBe(0);
    machine?.set(AHEAD_SECONDS);
    await eventually('it is noticed', async () => {
      const answer = await wallet.api.post<{ waitReason?: string }>('/v1/transactions/send', {
        ...{ network: 'ethereum-sepolia', to: TO, humanAmount: '0.00001', allowDuplicate: true },
      });
      return answer.body.waitReason === 'APPROVAL';
    });
    await visitor.jump('/');
    await visitor.sees('The clock of this machine cannot be believed');
    await visitor.sees(/every payment asks a person/);
    // The button says it better than the name of a route.
    expect(await visitor.page.getByText('/v1/admin/clock/confirm').count()).toBe(0);
    await visitor.inspect();
    await visitor.jump('/sessions');
    await visitor.press('The clock is right…');
    await visitor.dialog.getByText('The daemon counted').waitFor();
    await visitor.inspect();
    await visitor.answer('Confirm the clock');
    await stepUp(visitor);
    await visitor.isAnswered();
    await visitor.seesNoMore('The clock of this machine cannot be believed');
    expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(SCREENS.phone.width);
  });
});
