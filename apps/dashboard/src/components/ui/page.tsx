import { useEffect, type ReactNode } from 'react';

interface PageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** One screen: its name stands in the tab, in the heading, and is what a screen reader hears first. */
export function Page({ title, lead, actions, children }: PageProps): ReactNode {
  useEffect(() => {
    document.title = `${title} · WAIaaS`;
  }, [title]);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0">
          <h1 tabIndex={-1} className="flex min-h-10 items-center">
            {title}
          </h1>
          {lead !== undefined && <p className="max-w-[60ch] text-soft">{lead}</p>}
        </div>
        {actions !== undefined && <div className="flex min-h-10 flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

interface SectionProps {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function Section({ title, actions, children }: SectionProps): ReactNode {
  return (
    <section aria-label={title} className="card grid min-w-0 content-start gap-4 p-5 sm:p-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2>{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}

export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }): ReactNode {
  return (
    <div className="grid justify-items-center gap-3 rounded-xl border border-dashed border-strong px-6 py-12 text-center">
      <p className="font-semibold">{title}</p>
      {children !== undefined && <div className="grid max-w-[52ch] justify-items-center gap-4 text-soft">{children}</div>}
    </div>
  );
}
