// EIP-4361 allows RFC 3986 reserved and unreserved characters and the space in a statement, and URIs as resources.
// Whatever is outside becomes one underscore, so that no name can open a new line or a new field.
const NOT_IN_STATEMENT = /[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;= ]/gu;
const NOT_IN_SEGMENT = /[^A-Za-z0-9\-._~@!$&'()*+,;=/]/gu;
const NOT_IN_URN_TAIL = /[^A-Za-z0-9\-._~@!$&'()*+,;=/:]/gu;
const NOT_IN_LINE_VALUE = /[^A-Za-z0-9\-._~:/?@!$&'()*+,;]/gu;

export function asStatement(text: string): string {
  return text.replace(NOT_IN_STATEMENT, '_');
}

/** One colon-separated part of a URN: a colon inside would shift the parts after it. */
export function asSegment(text: string): string {
  return text.replace(NOT_IN_SEGMENT, '_');
}

/** The last part of a URN, where a CAIP id keeps its colons. */
export function asUrnTail(text: string): string {
  return text.replace(NOT_IN_URN_TAIL, '_');
}

/** A value between `=` and `|` of the one-line form. */
export function asLineValue(text: string): string {
  return text.replace(NOT_IN_LINE_VALUE, '_');
}
