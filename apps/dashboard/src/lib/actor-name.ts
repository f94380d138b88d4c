import { isMessageKey, useT } from './i18n';
import { safeText } from './safe-text';

const LONG_ID = 20;

/** Who did something, in a word, with the end of an id or address where there is one. */
export function useActorName(): (actor: string) => string {
  const t = useT();
  return (actor) => {
    const [kind = '', id] = actor.split(':');
    const key = `actor.${kind}`;
    const name = isMessageKey(key) ? t(key) : safeText(kind, 40);
    if (id === undefined) return name;
    return id.length < LONG_ID ? `${name} ${safeText(id)}` : `${name} …${safeText(id.slice(-12))}`;
  };
}
