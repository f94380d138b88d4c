/** An address in groups of four, so that two people can compare it aloud. Nothing is left out. */
export function groupAddress(address: string): readonly string[] {
  const prefix = address.startsWith('0x') ? address.slice(0, 2) : '';
  const groups = address.slice(prefix.length).match(/.{1,4}/gu) ?? [];
  const [first = '', ...rest] = groups;
  return [`${prefix}${first}`, ...rest];
}

/** Both ends, for places where the whole is shown elsewhere. */
export function shortAddress(address: string): string {
  return address.length <= 14 ? address : `${address.slice(0, 6)}…${address.slice(-4)}`;
}
