import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Root } from './app/root';
import { loadFirstLanguage, loadLanguage } from './lib/i18n';
import { preferences } from './lib/preferences';
import { followTheme } from './lib/theme';
import './styles.css';

followTheme();
preferences.subscribe(() => void loadLanguage(preferences.get().language));

const element = document.getElementById('root');
if (element === null) throw new Error('the page has no root');
const root = createRoot(element);

const render = (): void =>
  root.render(
    <StrictMode>
      <Root />
    </StrictMode>,
  );

// One language from the first word on; English where the other cannot be had.
loadFirstLanguage().then(render, render);
