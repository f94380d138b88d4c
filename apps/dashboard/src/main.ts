import { beginOpening } from './app/opening';
import { followTheme } from './lib/theme';
import './styles.css';

// Small on purpose: it is here long before the pages are, so that nothing of what they need waits for them.
followTheme();
beginOpening(location);
void import('./app/start').then(({ start }) => start());
