export interface ConnectInfoWallet {
  readonly id: string;
  readonly name: string;
  readonly chain: string;
  readonly environment: string;
  readonly address: string;
  readonly accountType: 'eoa';
  readonly ownerState: string;
  readonly availableNetworks: readonly string[];
}

export interface ConnectInfoPolicy {
  readonly id: string;
  readonly type: string;
  readonly rules: Readonly<Record<string, unknown>>;
  readonly priority: number;
  readonly network: string | null;
}

/** What a session learns about itself. */
export interface ConnectInfoResponse {
  /** `expiresAt` 0 means never. */
  readonly session: { readonly id: string; readonly expiresAt: number; readonly source: string };
  readonly wallets: readonly ConnectInfoWallet[];
  /** By wallet id: its own policies and the global ones, as far as they are enabled. */
  readonly policies: Readonly<Record<string, readonly ConnectInfoPolicy[]>>;
  readonly capabilities: readonly string[];
  /** What is refused while no policy lists anything. */
  readonly defaultDeny: {
    readonly tokenTransfers: boolean;
    readonly contractCalls: boolean;
    readonly tokenApprovals: boolean;
    readonly x402Domains: boolean;
  };
  readonly daemon: { readonly version: string; readonly baseUrl: string };
  readonly rpcProxy: null;
  readonly supportedChainIds: readonly number[];
  readonly prompt: string;
}

export interface EncodeCalldataRequest {
  readonly abi: unknown[];
  readonly functionName: string;
  readonly args?: unknown[];
}

export interface EncodeCalldataResponse {
  readonly calldata: string;
  readonly selector: string;
  readonly functionName: string;
}
