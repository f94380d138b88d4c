/** What proves an owner's act: the daemon's own text, byte for byte, and a signature over it. */
export interface OwnerHeaders {
  readonly 'X-Owner-Signature': string;
  readonly 'X-Owner-Message': string;
  readonly 'X-Owner-Address': string;
}
