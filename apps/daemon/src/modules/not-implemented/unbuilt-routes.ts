import type { AuthKind, AuthOptions } from '../../common/auth/auth.decorator.js';

export interface UnbuiltRoute {
  readonly method: string;
  readonly path: string;
  readonly kind: AuthKind;
  readonly options: AuthOptions;
}

/** A line is `METHODS stem`, or `METHODS stem endings` with commas between: `GET /v1/x /a,/b` is two routes. */
function routes(kind: AuthKind, lines: readonly string[], options: AuthOptions = {}): UnbuiltRoute[] {
  return lines.flatMap((line) => {
    const [methods = '', stem = '', endings = ''] = line.split(' ');
    const paths = endings.split(',').map((ending) => `${stem}${ending}`);
    return methods.split(',').flatMap((method) => paths.map((path) => ({ method, path, kind, options })));
  });
}

const POLICIES = [
  ...routes('master', ['POST /v1/policies/blast-radius', 'GET /v1/wallets/:id/blast-radius'], { bucket: 'analysis' }),
  ...routes('master', ['POST /v1/policies/preview-change'], { bucket: 'analysis' }),
  ...routes('master', ['POST /v1/policies/replay'], { bucket: 'replay' }),
];

const ADMIN = [...routes('master', ['GET /v1/admin/forex/rates'])];

const PAYMENTS = [
  ...routes('session', ['POST /v1/x402/fetch', 'POST /v1/actions/:provider/:action'], { bucket: 'transaction' }),
  ...routes('session|master', ['GET /v1/actions/providers']),
  ...routes('master', ['POST /v1/admin/actions/:provider/:action'], { closedWhenLocked: true, stepUp: true }),
  ...routes('session', ['POST /v1/erc8128 /sign,/verify', 'POST /v1/rpc-evm/:walletId/:chainId'], { bucket: 'transaction' }),
  ...routes('session', [
    'GET /v1/erc8004 /agent/:agentId,/agent/:agentId/reputation,/registration-file/:walletId,/validation/:requestHash',
  ]),
  ...routes('master', ['PUT /v1/wallets/:id/provider'], { stepUp: true }),
  ...routes('session|master', ['POST /v1/wallets/:id/userop /build,/sign'], { bucket: 'transaction', stepUp: true }),
];

const WALLET_READS = [
  ...routes('session', ['GET /v1/wallet /incoming,/incoming/summary,/positions,/health-factor,/staking']),
  ...routes('master', ['GET /v1/admin /incoming,/defi/positions,/wallets/:id/staking']),
  ...routes('session', ['GET /v1/wallet/nfts ,/:tokenIdentifier,/:tokenIdentifier/approvals']),
  ...routes('master', ['GET /v1/wallets/:id/nfts ,/:tokenIdentifier,/:tokenIdentifier/approvals']),
];

const VENUES = [
  ...routes('session|master', [
    'GET /v1/wallets/:walletId/hyperliquid /positions,/orders,/account,/fills,/spot/balances,/sub-accounts,/sub-accounts/:sub/positions',
    'GET /v1/hyperliquid /markets,/funding-rates,/spot/markets',
    'GET /v1/wallets/:walletId/polymarket /positions,/orders,/orders/:orderId,/balance,/pnl',
    'GET /v1/polymarket /markets,/markets/:conditionId,/events',
  ]),
  ...routes('session', ['POST /v1/wallets/:walletId/polymarket/setup'], { bucket: 'transaction' }),
];

const CONNECTIONS = [
  ...routes('master', ['GET /v1/wallets/:id/wc /pair/status,/session']),
  ...routes('master', ['POST /v1/wallets/:id/wc/pair', 'DELETE /v1/wallets/:id/wc/session'], { stepUp: true }),
  ...routes('session', ['POST /v1/wallet/wc/pair', 'GET /v1/wallet/wc/pair/status', 'GET,DELETE /v1/wallet/wc/session']),
  ...routes('session|master', ['GET /v1/wallets/:walletId/credentials']),
  ...routes('master', ['GET /v1/admin/credentials']),
  ...routes('master', ['POST /v1 /wallets/:walletId/credentials,/admin/credentials'], { stepUp: true }),
  ...routes('master', ['PUT /v1 /wallets/:walletId/credentials/:ref/rotate,/admin/credentials/:ref/rotate'], { stepUp: true }),
  ...routes('master', ['DELETE /v1 /wallets/:walletId/credentials/:ref,/admin/credentials/:ref'], { stepUp: true }),
  ...routes('session', ['GET /v1/wallets/:walletId/actions ,/:actionId']),
  ...routes('master', ['GET /v1/admin /telegram-users,/wallet-apps']),
  ...routes('master', ['PUT,DELETE /v1/admin /telegram-users/:chatId,/wallet-apps/:id'], { stepUp: true }),
  ...routes('master', ['POST /v1/admin/wallet-apps ,/:id/test-notification,/:id/test-sign-request'], { stepUp: true }),
];

/** Every route of the contract that no controller serves yet. It answers 501 after auth; a route leaves the table when it is built. */
export const UNBUILT_ROUTES: readonly UnbuiltRoute[] = [
  ...POLICIES,
  ...ADMIN,
  ...PAYMENTS,
  ...WALLET_READS,
  ...VENUES,
  ...CONNECTIONS,
];
