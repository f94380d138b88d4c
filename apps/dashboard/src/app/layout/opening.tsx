import type { ReactNode } from 'react';
import { Brand } from './brand';

/** What stands there until the first page does; `index.html` draws the same before any script is here. */
export function Opening(): ReactNode {
  return (
    <div className="opening">
      <Brand />
    </div>
  );
}
