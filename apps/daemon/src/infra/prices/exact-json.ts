const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * JSON whose numbers arrive as the text they were written in: 0.1 is '0.1', never the float beside it. Throws SyntaxError for what
 * is not JSON.
 */
export function parseExactJson(text: string): unknown {
  JSON.parse(text); // what follows would also let {1:2} through
  return JSON.parse(text.replaceAll(STRING_OR_NUMBER, (token) => (token.startsWith('"') ? token : `"${token}"`)));
}

/** The member of an object, or undefined where there is none or no object. */
export function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
