import { readFile, stat, writeFile } from 'node:fs/promises';
import type { AnvilNode } from '@waiaas/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Api, verdictOf } from '../src/harness/api.js';
import type { DaemonProcess } from '../src/harness/daemon-process.js';
import { eventually } from '../src/harness/eventually.js';
import { McpAgent, serverOf, type Handed } from '../src/harness/mcp-agent.js';
import { startOnSepolia } from '../src/harness/on-sepolia.js';
import { TestClock } from '../src/harness/test-clock.js';
import { createWallet, masterOf, type TestWallet } from '../src/harness/wallets.js';

/** The shortest life a session may have. The server renews at 60 % of it, the daemon allows it from 50 %. */
const LIFE_SECONDS = 300;
const RENEWED_AT_SECONDS = 180;

describe('an MCP server whose session runs out', () => {
  const clock = new TestClock();
  let node: AnvilNode;
  let daemon: DaemonProcess;
  let wallet: TestWallet;
  let handed: Handed;
  let agent: McpAgent | undefined;

  beforeAll(async () => {
    ({ node, daemon } = await startOnSepolia(clock.env));
    wallet = await createWallet(daemon);
  });
  beforeEach(async () => {
    const master = await masterOf(daemon);
    const asked = { walletId: wallet.id, expiresIn: LIFE_SECONDS };
    handed = await master.must(201, master.post<Handed>('/v1/mcp/tokens', asked));
  });
  afterEach(async () => {
    await agent?.close();
    agent = undefined;
  });
  afterAll(async () => {
    await daemon.dispose();
    await node.stop();
    clock.dispose();
  });

  /** The model's client as it was configured, on the clock of the daemon. */
  async function start(): Promise<McpAgent> {
    const config = serverOf(handed);
    agent = await McpAgent.start({ ...config, env: { ...config.env, ...clock.env } });
    return agent;
  }

  const token = async (): Promise<string> => (await readFile(handed.tokenPath, 'utf8')).trim();
  const asked = async (held: string): Promise<string> =>
    verdictOf(await Api.session(await daemon.url(), held).get('/v1/wallet/address'));
  const replaced = (former: string) => eventually('the token in the file is another', async () => (await token()) !== former);

  it('renews it in time while the model waits, and goes on with the next token, its file still its own alone', async () => {
    const first = await token();
    // So that what is left until then is waited for and not found past.
    clock.advance(RENEWED_AT_SECONDS - 4);
    const model = await start();
    expect(await model.ask('get_address')).toMatchObject({ address: wallet.address });
    expect(await token()).toBe(first);
    await replaced(first);
    expect(await model.ask('get_address')).toMatchObject({ address: wallet.address });
    expect([await asked(first), await asked(await token())]).toEqual(['401 INVALID_TOKEN', '200']);
    expect((await stat(handed.tokenPath)).mode & 0o777).toBe(0o600);

    clock.advance(LIFE_SECONDS - RENEWED_AT_SECONDS);
    expect(await model.ask('get_address')).toMatchObject({ address: wallet.address });
    expect(`${model.errors}${daemon.output}`).not.toContain(first);
    expect(`${model.errors}${daemon.output}`).not.toContain(await token());
  });

  it('renews at its start where the time came while it did not run', async () => {
    const held = await token();
    clock.advance(RENEWED_AT_SECONDS);
    const model = await start();
    await replaced(held);
    expect(await model.ask('get_address')).toMatchObject({ address: wallet.address });
  });

  it('says so once where it may renew no more, and tells the model what is wrong when the time is over', async () => {
    const master = await masterOf(daemon);
    const created = { walletId: wallet.id, ttl: LIFE_SECONDS, absoluteLifetime: LIFE_SECONDS };
    const { token: last } = await master.must(201, master.post<{ token: string }>('/v1/sessions', created));
    await writeFile(handed.tokenPath, `${last}\n`);
    clock.advance(RENEWED_AT_SECONDS);
    const model = await start();
    const refused = 'the session was not renewed: SESSION_ABSOLUTE_LIFETIME_EXCEEDED';
    await eventually('the refusal is told', () => Promise.resolve(model.errors.includes(refused)));
    expect(await model.ask('get_address')).toMatchObject({ address: wallet.address });
    clock.advance(LIFE_SECONDS);
    expect(await model.ask('get_address')).toMatchObject({ isError: true, code: 'TOKEN_EXPIRED' });
    expect([await token(), model.errors.split(refused).length]).toEqual([last, 2]);
  });
});
