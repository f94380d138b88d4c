import type { ReactNode } from 'react';

/** What is wrong with a part of a form that is more than one field. */
export function Issue({ text }: { readonly text: string | undefined }): ReactNode {
  if (text === undefined) return null;
  return (
    <p role="alert" className="text-sm font-medium text-danger">
      {text}
    </p>
  );
}
