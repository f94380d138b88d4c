import type { AnvilNode } from '@waiaas/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiAnswer } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { eventually } from '../src/harness/eventually.js';
import { fundedOnSepolia, SEPOLIA, startOnSepolia, type OnSepolia } from '../src/harness/on-sepolia.js';
import { confirmed, masterOf, type TestWallet } from '../src/harness/wallets.js';

type Line = Readonly<Record<string, unknown>>;

const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';

/** What a log collector would make of it: the lines that are JSON. */
function linesOf(daemon: DaemonProcess): readonly Line[] {
  return daemon.output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
}

/** The output comes through a pipe: a line may be on its way while the answer is here. */
async function lineWhere(daemon: DaemonProcess, wanted: Line): Promise<Line> {
  const found = (): Line | undefined =>
    linesOf(daemon).find((line) => Object.entries(wanted).every(([name, value]) => line[name] === value));
  await eventually(`a log line ${JSON.stringify(wanted)}`, () => Promise.resolve(found() !== undefined));
  return found() ?? {};
}

describe('the log', () => {
  let stand: OnSepolia;
  let node: AnvilNode;
  let daemon: DaemonProcess;
  let wallet: TestWallet;

  const start = async (env: Readonly<Record<string, string>>): Promise<void> => {
    stand = await startOnSepolia(env);
    ({ node, daemon } = stand);
    wallet = await fundedOnSepolia(stand);
  };

  const send = async (amount: string, requestId?: string): Promise<ApiAnswer<{ id: string }>> =>
    wallet.api.post<{ id: string }>(
      '/v1/transactions/send',
      { network: SEPOLIA, to: RECIPIENT, humanAmount: amount },
      requestId === undefined ? {} : { 'X-Request-Id': requestId },
    );

  afterEach(async () => {
    await daemon.dispose();
    await node.stop();
  });

  describe('at the level info', () => {
    beforeEach(async () => {
      await start({ WAIAAS_DAEMON_LOG_LEVEL: 'info', WAIAAS_POLICY_SIGN_MESSAGE_DEFAULT_TIER: 'INSTANT' });
    });

    it('leads from the request id of an answer to the signature in the signer and to the block, over a kill of the daemon', async () => {
      await node.rpc('evm_setAutomine', false);
      const answer = await send('0.1');
      expect(answer.status).toBe(201);

      const requestId = answer.headers.get('x-request-id');
      const { transactionId } = await lineWhere(daemon, { requestId, msg: 'a request became a transaction' });
      expect(transactionId).toBe(answer.body.id);
      const signed = await lineWhere(daemon, { process: 'signer', trace: transactionId });
      expect(signed).toMatchObject({
        msg: 'a signature was made',
        method: 'signTransaction',
        kind: 'evm-transaction',
        address: wallet.address,
        walletId: wallet.id,
      });
      expect(Object.keys(signed).sort()).toEqual(
        ['level', 'time', 'msg', 'process', 'method', 'kind', 'address', 'walletId', 'trace'].sort(),
      );
      await lineWhere(daemon, { transactionId, from: 'EXECUTING', to: 'SUBMITTED' });

      await daemon.kill();
      daemon = await daemon.restart();
      await node.rpc('evm_setAutomine', true);
      await node.rpc('evm_mine');
      await confirmed(wallet.api.at(await daemon.url()), answer.body.id);
      await lineWhere(daemon, { transactionId, from: 'SUBMITTED', to: 'CONFIRMED' });
    });

    it('takes the request id that the client chose, for a message and for an act on the key as well', async () => {
      const signed = await wallet.api.post<{ id: string }>(
        '/v1/transactions/sign-message',
        { network: SEPOLIA, signType: 'personal', message: 'the text nobody logs' },
        { 'X-Request-Id': 'agent-7.step-3' },
      );
      expect(signed.status).toBe(200);
      const { transactionId } = await lineWhere(daemon, { requestId: 'agent-7.step-3' });
      expect(await lineWhere(daemon, { process: 'signer', trace: transactionId })).toMatchObject({ kind: 'evm-message' });

      const master = await masterOf(daemon);
      const changed = await master.call('PUT', `/v1/wallets/${wallet.id}/ceiling`, {
        body: { signaturesPerMinute: 5 },
        headers: { 'X-Request-Id': 'admin-1' },
      });
      expect(changed.status).toBe(200);
      await lineWhere(daemon, { process: 'signer', trace: 'admin-1', method: 'changeCeiling', walletId: wallet.id });
      expect(daemon.output).not.toContain('the text nobody logs');
    });
  });

  describe('at the level it has by default', () => {
    beforeEach(async () => {
      await start({});
    });

    it('tells of what the signer refused and for which transaction, and of no signature', async () => {
      await confirmed(wallet.api, (await send('0.01')).body.id);
      const ceiling = { maxNativePerSignature: '1000' };
      await stand.master.must(200, stand.master.put(`/v1/wallets/${wallet.id}/ceiling`, ceiling));
      const { body } = await send('0.02');
      const refused = await lineWhere(daemon, { process: 'signer', trace: body.id });
      expect(refused).toMatchObject({
        level: 40,
        msg: 'the signer refused a call',
        method: 'signTransaction',
        walletId: wallet.id,
      });
      expect(refused).toMatchObject({ code: 'POLICY_DENIED' });
      expect(typeof refused['reason']).toBe('string');
      expect(linesOf(daemon).filter(({ msg }) => msg === 'a signature was made')).toEqual([]);
    });
  });
});
