export interface PolicyScope {
  readonly walletId: string | null;
  readonly network: string | null;
  /** The type; for a type that several rows of one scope may have, the type and what tells them apart. */
  readonly key: string;
  readonly priority: number;
}

/** Scope, key and priority as one text: two living policies never have the same, enabled or not. */
export function slotOf({ walletId, network, key, priority }: PolicyScope): string {
  return [walletId ?? '*', network ?? '*', key, String(priority)].join('|');
}
