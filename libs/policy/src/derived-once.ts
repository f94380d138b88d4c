/**
 * Derives something from a value the first time it is asked for, and remembers it for as long as the value lives.
 *
 * The same answer as without: facts are never changed once they are given. It only saves looking through long lists again and again.
 */
export function derivedOnce<K extends object, V>(derive: (source: K) => V): (source: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (source) => {
    const found = known.get(source) ?? { value: derive(source) };
    known.set(source, found);
    return found.value;
  };
}
