/** The exposure report (api.md §13). Times are Unix seconds; counts are of the last 24 hours. */
export interface ExposureFinding {
  severity: 'info' | 'warning' | 'critical';
  code: string;
  message: string;
  /** What to change. */
  fix: string;
}

export interface SocketAddress {
  address: string;
  port: number;
}

export interface ExposureReport {
  asOf: number;
  listeners: (SocketAddress & { purpose: 'api' | 'metrics' })[];
  /** In a container with a network of its own. */
  inContainer: boolean;
  /** The busiest first. */
  peersOffLoopback: { address: string; count: number; lastSeenAt: number }[];
  hostRefusals24h: number;
  originRefusals24h: number;
  /** Requests whose forwarded headers came from no trusted proxy. */
  ignoredForwardedHeaders24h: number;
  allowedHosts: string[];
  trustedProxies: string[];
  corsOrigins: string[];
  /** TLS as trusted proxies report it; `via` is the busiest of them. */
  tls: { terminated: boolean; via: string | null };
  metricsListener: SocketAddress | null;
  findings: ExposureFinding[];
}
