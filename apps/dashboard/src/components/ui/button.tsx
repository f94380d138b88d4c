import type { ComponentProps, ReactNode } from 'react';
import { Link } from 'react-router';

type Look = 'primary' | 'plain' | 'danger' | 'quiet';

const BASE =
  'inline-flex min-h-10 items-center justify-center gap-2 rounded-[9px] px-4 py-1.5 font-medium whitespace-nowrap transition-colors disabled:opacity-55';
const LOOKS: Readonly<Record<Look, string>> = {
  primary: 'bg-accent text-on-accent hover:brightness-110 disabled:hover:brightness-100',
  plain: 'border border-strong bg-surface text-ink hover:bg-raised',
  danger: 'bg-danger text-on-danger hover:brightness-110',
  quiet: 'text-ink hover:bg-raised',
};

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: Look;
  /** Something runs: pressed again, nothing more happens. */
  readonly isBusy?: boolean;
}

export function Button({ look = 'plain', isBusy = false, className = '', disabled, onClick, ...rest }: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      aria-busy={isBusy || undefined}
      aria-disabled={isBusy || undefined}
      disabled={disabled}
      className={`${BASE} ${LOOKS[look]} ${isBusy ? 'opacity-55' : ''} ${className}`}
      // Not `disabled`: the focus would be lost while it runs.
      onClick={(event) => {
        if (isBusy) event.preventDefault();
        else onClick?.(event);
      }}
      {...rest}
    />
  );
}

interface ButtonLinkProps extends ComponentProps<typeof Link> {
  readonly look?: Look;
}

export function ButtonLink({ look = 'plain', className = '', ...rest }: ButtonLinkProps): ReactNode {
  return <Link className={`${BASE} ${LOOKS[look]} ${className}`} {...rest} />;
}
