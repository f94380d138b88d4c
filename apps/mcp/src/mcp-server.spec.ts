import { describe, expect, it } from 'vitest';
import type { DaemonCall, DaemonClient } from './daemon-client.js';
import type { RpcReply } from './json-rpc.js';
import { LineReader } from './line-reader.js';
import { McpServer } from './mcp-server.js';
import { ToolFailure } from './tool-failure.js';
import { ALL_TOOLS } from './tools/all-tools.js';

const WALLET = '0198f1aa-0000-7000-8000-000000000001';

class FakeDaemon {
  readonly calls: DaemonCall[] = [];
  answer: (call: DaemonCall) => Promise<unknown> = async () => ({ ok: true });

  async call(call: DaemonCall): Promise<unknown> {
    this.calls.push(call);
    return this.answer(call);
  }
}

function start() {
  const daemon = new FakeDaemon();
  const replies: RpcReply[] = [];
  const server = new McpServer({
    tools: ALL_TOOLS,
    daemon: daemon as unknown as DaemonClient,
    walletId: WALLET,
    instructions: '',
    version: '1',
    send: (reply) => replies.push(reply),
  });
  const ask = async (method: string, params?: unknown, id: unknown = 1) =>
    server.receive(JSON.stringify({ jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) }));
  return { daemon, replies, server, ask };
}

const call = (name: string, input?: unknown) => ({ name, ...(input === undefined ? {} : { arguments: input }) });
const told = (reply: RpcReply | undefined) => {
  const { content, isError } = (reply as unknown as { result: { content: { text: string }[]; isError: boolean } }).result;
  return { ...(JSON.parse(content[0]?.text ?? '') as Record<string, unknown>), isError };
};

describe('the protocol', () => {
  it.each([
    ['2024-11-05', '2024-11-05'],
    ['2025-06-18', '2025-06-18'],
    ['1999-01-01', '2025-11-25'],
    [undefined, '2025-11-25'],
  ])('agrees with a client of %s on %s', async (protocolVersion, agreed) => {
    const { ask, replies } = start();
    await ask('initialize', { protocolVersion });
    expect(replies).toMatchObject([{ id: 1, result: { protocolVersion: agreed, capabilities: { tools: {} } } }]);
  });

  it('answers a ping, and nothing to notifications and answers', async () => {
    const { server, replies, ask } = start();
    await server.receive('{"jsonrpc":"2.0","method":"notifications/initialized"}');
    await server.receive('{"jsonrpc":"2.0","id":7,"result":{}}');
    await ask('ping', undefined, 'a');
    expect(replies).toEqual([{ jsonrpc: '2.0', id: 'a', result: {} }]);
  });

  it.each([
    ['{', -32_700],
    ['[]', -32_600],
    ['null', -32_600],
    ['{"id":1,"method":"ping"}', -32_600],
    ['{"jsonrpc":"2.0","id":{},"method":"ping"}', -32_600],
    ['{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}', -32_600],
    ['{"jsonrpc":"2.0","id":1,"method":"resources/list"}', -32_601],
    ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"constructor"}}', -32_602],
    ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_balance","arguments":[]}}', -32_602],
  ])('refuses %s', async (line, code) => {
    const { server, replies } = start();
    await server.receive(line);
    expect(replies).toMatchObject([{ error: { code } }]);
  });

  it('goes on after a line that never ends', () => {
    const lines: string[] = [];
    let tooLong = 0;
    const reader = new LineReader(
      (line) => lines.push(line),
      () => (tooLong += 1),
    );
    for (let i = 0; i < 40; i += 1) reader.push(Buffer.alloc(64 * 1024, 'x'));
    reader.push(Buffer.from('x\n{"a":"é'));
    const [start, end] = [Buffer.from('é').subarray(0, 1), Buffer.from('é').subarray(1)];
    reader.push(start);
    reader.push(Buffer.concat([end, Buffer.from('"}\n\nlast\n')]));
    expect([tooLong, lines]).toEqual([1, ['{"a":"éé"}', 'last']]);
  });
});

describe('a call', () => {
  it('means the wallet the server was started for, unless it names one', async () => {
    const { ask, daemon } = start();
    const other = WALLET.replace(/1$/, '2');
    await ask('tools/call', call('get_balance', { network: 'a&walletId=x' }));
    await ask('tools/call', call('get_balance', { walletId: other }));
    await ask('tools/call', call('send_transaction', { to: 'x', amount: '1' }));
    expect(daemon.calls.map(({ path }) => path)).toEqual([
      `/v1/wallet/balance?network=a%26walletId%3Dx&walletId=${WALLET}`,
      `/v1/wallet/balance?walletId=${other}`,
      '/v1/transactions/send',
    ]);
    expect(daemon.calls[2]?.body).toEqual({ to: 'x', amount: '1', walletId: WALLET });
  });

  it('cannot leave its route, and names arguments it does not know', async () => {
    const { ask, daemon, replies } = start();
    for (const id of ['../admin/settings', `${WALLET}/cancel`, '', 7]) await ask('tools/call', call('get_transaction', { id }));
    await ask('tools/call', call('send_transaction', { to: 'x', walletID: WALLET }));
    expect(replies.map(told)).toMatchObject([
      ...[1, 2, 3, 4].map(() => ({ isError: true, code: 'VALIDATION_FAILED', details: { issues: [{ path: 'id' }] } })),
      { isError: true, code: 'VALIDATION_FAILED', details: { issues: [{ path: 'walletID', code: 'unknown' }] } },
    ]);
    expect(daemon.calls).toEqual([]);
  });

  it('that fails says the code and the hint of the daemon', async () => {
    const { ask, daemon, replies } = start();
    const report = {
      code: 'POLICY_DENIED',
      message: 'Denied by policy.',
      retryable: false,
      hint: 'ask',
      details: { denyCode: 'X' },
    };
    daemon.answer = () => Promise.reject(new ToolFailure(report));
    await ask('tools/call', call('simulate_transaction', { to: 'x' }));
    expect(told(replies[0])).toEqual({ ...report, isError: true });
  });

  it('to pay has a key that is told also when the answer is lost, so that it can be repeated', async () => {
    const { ask, daemon, replies } = start();
    await ask('tools/call', call('send_transaction', { to: 'x', idempotencyKey: 'inv-7', waitSeconds: 5 }));
    expect(daemon.calls[0]?.headers).toEqual({ 'idempotency-key': 'inv-7', prefer: 'wait=5' });
    daemon.answer = () => Promise.reject(new ToolFailure({ code: 'DAEMON_UNREACHABLE', message: '', retryable: true }));
    await ask('tools/call', call('send_transaction', { to: 'x' }));
    const key = daemon.calls[1]?.headers?.['idempotency-key'];
    expect(key).toMatch(/^[0-9a-f-]{36}$/);
    expect(told(replies[1])).toMatchObject({ code: 'DAEMON_UNREACHABLE', idempotencyKey: key });
  });

  it('that waits is over when it is cancelled, and is then answered no more', async () => {
    const { ask, daemon, server, replies } = start();
    daemon.answer = async () => ({ status: 'QUEUED' });
    const waiting = ask('tools/call', call('wait_for_transaction', { id: WALLET, timeoutSeconds: 300 }), 9);
    await server.receive('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":9}}');
    await waiting;
    expect(replies).toEqual([]);
  });

  it('that waits ends with the transaction', async () => {
    const { ask, daemon, replies } = start();
    daemon.answer = async () => ({ status: daemon.calls.length < 2 ? 'SUBMITTED' : 'CONFIRMED' });
    await ask('tools/call', call('wait_for_transaction', { id: WALLET }));
    expect(told(replies[0])).toEqual({ ended: true, transaction: { status: 'CONFIRMED' }, isError: false });
  });
});
