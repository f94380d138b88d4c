/** Whether an `Accept-Encoding` names a coding and does not refuse it by `q=0` (RFC 9110, 12.5.3). `*` is not taken for a yes. */
export function accepts(header: string | undefined, encoding: string): boolean {
  const asked = (header ?? '').split(',').map((part) => part.split(';').map((word) => word.trim().toLowerCase()));
  return asked.some(([name, ...parameters]) => name === encoding && !parameters.some((word) => /^q=0(\.0*)?$/.test(word)));
}
