import { useRef, type ReactNode } from 'react';
import { UnsavedGuard } from './unsaved-guard';

/** Forms whose fields no state repeats, since they hold secrets: the fields themselves are looked at when the page is left. */
export function UnsavedFields({ children }: { readonly children: ReactNode }): ReactNode {
  const forms = useRef<HTMLDivElement>(null);
  const isDirty = (): boolean => {
    const fields = forms.current?.querySelectorAll<HTMLInputElement>('input, textarea') ?? [];
    return [...fields].some(({ value, defaultValue }) => value !== defaultValue);
  };
  return (
    <div ref={forms} className="contents">
      <UnsavedGuard isDirty={isDirty} />
      {children}
    </div>
  );
}
