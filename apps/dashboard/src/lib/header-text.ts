/** Header values are bytes: the daemon reads them as UTF-8, and the browser writes each character below 256 as one. */
export function utf8Header(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}
