export interface TypedDataField {
  readonly name: string;
  readonly type: string;
}

/** EIP-712 typed data in which everything that is hashed is declared, and nothing else is there. */
export interface StrictTypedData {
  readonly domain: Readonly<Record<string, unknown>>;
  readonly types: Readonly<Record<string, readonly TypedDataField[]>>;
  readonly primaryType: string;
  readonly message: Readonly<Record<string, unknown>>;
}
