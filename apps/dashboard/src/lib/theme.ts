import { preferences } from './preferences';
import { createStore } from './store';

type Shown = 'light' | 'dark';

const dark = matchMedia('(prefers-color-scheme: dark)');

function wanted(): Shown {
  const { theme } = preferences.get();
  if (theme !== 'system') return theme;
  return dark.matches ? 'dark' : 'light';
}

/** The theme on the screen, whoever chose it: what draws by itself draws anew when it changes. */
export const shownTheme = createStore<Shown>(wanted());

function apply(): void {
  const theme = wanted();
  document.documentElement.dataset['theme'] = theme;
  if (theme !== shownTheme.get()) shownTheme.set(theme);
}

/** From the first drawing on, and whenever the person or their device changes their mind. */
export function followTheme(): void {
  apply();
  preferences.subscribe(apply);
  dark.addEventListener('change', apply);
}
