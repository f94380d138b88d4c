import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadFirstLanguage, loadLanguage } from '../lib/i18n';
import { preferences } from '../lib/preferences';
import { Root } from './root';

/** Draws the pages into their place, with one language from the first word on; English where the other cannot be had. */
export async function start(): Promise<void> {
  preferences.subscribe(() => void loadLanguage(preferences.get().language));
  const element = document.getElementById('root');
  if (element === null) throw new Error('the page has no root');
  await loadFirstLanguage().catch(() => undefined);
  createRoot(element).render(
    <StrictMode>
      <Root />
    </StrictMode>,
  );
}
