import { useState } from 'react';

export interface Asked<T> {
  /** What was true when the question was asked. It is still there while the dialog goes away. */
  readonly about: T | undefined;
  readonly isOpen: boolean;
  readonly ask: (about: T) => void;
  readonly close: () => void;
}

/**
 * A question about something as it is now. The page behind a dialog is read anew all the time; the words of the dialog and the act
 * behind its button stay those of the moment it was opened, since a button that turns into its opposite under a hand is pressed.
 */
export function useAsked<T>(): Asked<T> {
  const [about, setAbout] = useState<T>();
  const [isOpen, setOpen] = useState(false);
  return {
    about,
    isOpen,
    ask: (next) => {
      setAbout(next);
      setOpen(true);
    },
    close: () => setOpen(false),
  };
}
