import { useId, type ComponentProps, type ReactNode } from 'react';

interface Described {
  readonly label: string;
  /** It stands beside the field already, for eyes. */
  readonly isLabelHidden?: boolean;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
}

interface FrameProps extends Described {
  readonly id: string;
  readonly children: ReactNode;
}

function Frame({ id, label, isLabelHidden = false, hint, error, children }: FrameProps): ReactNode {
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-sm font-medium'}>
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="text-sm font-medium text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

interface Description {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: boolean;
}

function described(id: string, { hint, error }: Omit<Described, 'label'>): Description {
  const ids = [...(hint === undefined ? [] : [`${id}-hint`]), ...(error === undefined ? [] : [`${id}-error`])];
  return {
    id,
    ...(ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') }),
    ...(error === undefined ? {} : { 'aria-invalid': true }),
  };
}

export function TextField({
  label,
  isLabelHidden = false,
  hint,
  error,
  className = '',
  ...rest
}: Described & ComponentProps<'input'>): ReactNode {
  const id = useId();
  return (
    <Frame {...{ id, label, isLabelHidden, hint, error }}>
      <input autoComplete="off" {...rest} {...described(id, { hint, error })} className={`control ${className}`} />
    </Frame>
  );
}

export function AreaField({
  label,
  isLabelHidden = false,
  hint,
  error,
  className = '',
  ...rest
}: Described & ComponentProps<'textarea'>): ReactNode {
  const id = useId();
  return (
    <Frame {...{ id, label, isLabelHidden, hint, error }}>
      <textarea
        autoComplete="off"
        spellCheck={false}
        {...rest}
        {...described(id, { hint, error })}
        className={`control min-h-24 font-mono text-sm ${className}`}
      />
    </Frame>
  );
}

export function SelectField({
  label,
  isLabelHidden = false,
  hint,
  error,
  className = '',
  ...rest
}: Described & ComponentProps<'select'>): ReactNode {
  const id = useId();
  return (
    <Frame {...{ id, label, isLabelHidden, hint, error }}>
      <select {...rest} {...described(id, { hint, error })} className={`control ${className}`} />
    </Frame>
  );
}

export function CheckField({
  label,
  hint,
  ...rest
}: Omit<Described, 'error' | 'isLabelHidden'> & ComponentProps<'input'>): ReactNode {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <input type="checkbox" {...rest} {...described(id, { hint })} className="mt-1 size-4.5 accent-(--accent)" />
      <div>
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-sm text-soft">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
