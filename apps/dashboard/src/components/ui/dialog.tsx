import { Dialog as Base } from '@base-ui/react/dialog';
import { useRef, type ReactNode, type RefObject } from 'react';

interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: string;
  readonly children: ReactNode;
  /** Where the focus goes instead of back, once it closes. */
  readonly returnTo?: (() => HTMLElement | null) | undefined;
}

/** A question in front of the page: the focus stays inside and returns to where it was; Escape closes. */
export function Dialog({ isOpen, onClose, title, description, children, returnTo }: DialogProps): ReactNode {
  const opener = useOpener(isOpen);
  return (
    <Base.Root open={isOpen} onOpenChange={(isNowOpen) => !isNowOpen && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/50" />
        <Base.Popup
          finalFocus={() => returnTo?.() ?? opener.current}
          className="fixed top-1/2 left-1/2 z-50 grid max-h-[90dvh] w-[min(34rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 gap-4 overflow-y-auto rounded-2xl border border-line bg-surface p-6 shadow-float"
        >
          <Base.Title className="text-lg">{title}</Base.Title>
          {description !== undefined && <Base.Description className="text-soft">{description}</Base.Description>}
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** What had the focus before. Taken while rendering: a field inside that focuses itself would be too early for an effect. */
function useOpener(isOpen: boolean): RefObject<HTMLElement | null> {
  const opener = useRef<HTMLElement | null>(null);
  const wasOpen = useRef(false);
  if (isOpen !== wasOpen.current) {
    wasOpen.current = isOpen;
    if (isOpen && document.activeElement instanceof HTMLElement) opener.current = document.activeElement;
  }
  return opener;
}
