import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'" };

/** What somebody reads on it, piece by piece; what is there for the eye alone (`aria-hidden`) apart. */
export function drawn(element: ReactNode): { readonly html: string; readonly texts: readonly string[] } {
  const html = renderToStaticMarkup(element);
  const texts = html
    .split(/<[^>]*>/)
    .map((text) => text.replaceAll(/&(?:amp|lt|gt|quot|#x27);/g, (entity) => ENTITIES[entity] ?? entity))
    .filter((text) => text !== '');
  return { html, texts };
}
