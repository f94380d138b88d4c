import { useT, type MessageKey } from './i18n';
import { safeText } from './safe-text';

// The contract has banners as sentences and names no codes for them, so the sentences are what they are known by.
const KNOWN: Readonly<Record<string, MessageKey>> = {
  'Notifications are off: nobody is told of critical events.': 'banner.off',
  'No channel is configured: nobody is told of critical events.': 'banner.none',
  'No channel works: critical events reach nobody.': 'banner.broken',
};

/** A banner of the daemon in the language of the reader; one that is newer than this page speaks for itself. */
export function useBannerText(): (banner: string) => string {
  const t = useT();
  return (banner) => {
    const key = Object.hasOwn(KNOWN, banner) ? KNOWN[banner] : undefined;
    return key === undefined ? safeText(banner, 500) : t(key);
  };
}
