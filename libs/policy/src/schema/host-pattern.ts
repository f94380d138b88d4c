import { canonicalHostPattern } from '../domain/host.js';
import { refuse, type Schema } from './schema.js';

/** A host or `*.` and at least two labels, in canonical form: no scheme, port, path or bare `*`. */
export function hostPattern(): Schema<string> {
  return {
    json: { type: 'string', minLength: 1, maxLength: 255, description: 'a host, or *. and at least two labels' },
    read(input, place) {
      if (typeof input !== 'string') return refuse(place, 'type', 'must be a host');
      return canonicalHostPattern(input) ?? refuse(place, 'host', 'must be a host, or *. and at least two labels');
    },
  };
}
