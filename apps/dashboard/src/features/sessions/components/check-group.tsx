import type { ReactNode } from 'react';
import type { UseFormRegisterReturn } from 'react-hook-form';

interface CheckGroupProps {
  readonly legend: string;
  readonly hint?: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly field: UseFormRegisterReturn;
  readonly error?: string | undefined;
  readonly className?: string;
}

/** Several of a list, under one name. */
export function CheckGroup({ legend, hint, options, field, error, className = '' }: CheckGroupProps): ReactNode {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      {hint !== undefined && <p className="text-sm text-soft">{hint}</p>}
      <div className={`grid ${className}`}>
        {options.map(({ value, text }) => (
          <label key={value} className="flex min-h-8 items-center gap-3">
            <input type="checkbox" value={value} {...field} className="size-4.5 accent-(--accent)" />
            {text}
          </label>
        ))}
      </div>
      {error !== undefined && (
        <p role="alert" className="text-sm font-medium text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}
